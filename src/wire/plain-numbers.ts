/**
 * Makes protobufjs read 64-bit fields as plain numbers.
 *
 * Law: this module runs before the generated one, whose default values are made when it loads. With the package `long`
 * installed (protobufjs depends on it) fields would otherwise be objects, and `===` between two terms would be false
 * without a word.
 */
import protobuf from "protobufjs/minimal.js";

// `Reflect.set`, since the declared type does not know that the class may be absent, while the library does.
Reflect.set(protobuf.util, "Long", undefined);
protobuf.configure();
