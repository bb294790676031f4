/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["graft-ts"] || ($protobuf.roots["graft-ts"] = {});

export const graft = $root.graft = (() => {

    /**
     * Namespace graft.
     * @exports graft
     * @namespace
     */
    const graft = {};

    graft.compat = (function() {

        /**
         * Namespace compat.
         * @memberof graft
         * @namespace
         */
        const compat = {};

        compat.v1 = (function() {

            /**
             * Namespace v1.
             * @memberof graft.compat
             * @namespace
             */
            const v1 = {};

            v1.VoteRequest = (function() {

                /**
                 * Properties of a VoteRequest.
                 * @typedef {Object} graft.compat.v1.VoteRequest.$Properties
                 * @property {number|null} [Term] VoteRequest Term
                 * @property {string|null} [Candidate] VoteRequest Candidate
                 * @property {Uint8Array|null} [CurrentState] VoteRequest CurrentState
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a VoteRequest.
                 * @memberof graft.compat.v1
                 * @interface IVoteRequest
                 * @augments graft.compat.v1.VoteRequest.$Properties
                 * @deprecated Use graft.compat.v1.VoteRequest.$Properties instead.
                 */

                /**
                 * Shape of a VoteRequest.
                 * @typedef {graft.compat.v1.VoteRequest.$Properties} graft.compat.v1.VoteRequest.$Shape
                 */

                /**
                 * Constructs a new VoteRequest.
                 * @memberof graft.compat.v1
                 * @classdesc Represents a VoteRequest.
                 * @constructor
                 * @param {graft.compat.v1.VoteRequest.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const VoteRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * VoteRequest Term.
                 * @member {number} Term
                 * @memberof graft.compat.v1.VoteRequest
                 * @instance
                 */
                VoteRequest.prototype.Term = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * VoteRequest Candidate.
                 * @member {string} Candidate
                 * @memberof graft.compat.v1.VoteRequest
                 * @instance
                 */
                VoteRequest.prototype.Candidate = "";

                /**
                 * VoteRequest CurrentState.
                 * @member {Uint8Array} CurrentState
                 * @memberof graft.compat.v1.VoteRequest
                 * @instance
                 */
                VoteRequest.prototype.CurrentState = $util.newBuffer([]);

                /**
                 * Creates a new VoteRequest instance using the specified properties.
                 * @function create
                 * @memberof graft.compat.v1.VoteRequest
                 * @static
                 * @param {graft.compat.v1.VoteRequest.$Properties=} [properties] Properties to set
                 * @returns {graft.compat.v1.VoteRequest} VoteRequest instance
                 * @type {{
                 *   (properties: graft.compat.v1.VoteRequest.$Shape): graft.compat.v1.VoteRequest & graft.compat.v1.VoteRequest.$Shape;
                 *   (properties?: graft.compat.v1.VoteRequest.$Properties): graft.compat.v1.VoteRequest;
                 * }}
                 */
                VoteRequest.create = function(properties) {
                    return new VoteRequest(properties);
                };

                /**
                 * Encodes the specified VoteRequest message. Does not implicitly {@link graft.compat.v1.VoteRequest.verify|verify} messages.
                 * @function encode
                 * @memberof graft.compat.v1.VoteRequest
                 * @static
                 * @param {graft.compat.v1.VoteRequest.$Properties} message VoteRequest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                VoteRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.Term != null && $Object.hasOwnProperty.call(message, "Term") && (typeof message.Term === "object" ? message.Term.low || message.Term.high : message.Term !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.Term);
                    if (message.Candidate != null && $Object.hasOwnProperty.call(message, "Candidate") && message.Candidate !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.Candidate);
                    if (message.CurrentState != null && $Object.hasOwnProperty.call(message, "CurrentState") && message.CurrentState.length)
                        writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.CurrentState);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a VoteRequest message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.compat.v1.VoteRequest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.compat.v1.VoteRequest & graft.compat.v1.VoteRequest.$Shape} VoteRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                VoteRequest.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.compat.v1.VoteRequest();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.Term = value;
                                else
                                    delete message.Term;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.Candidate = value;
                                else
                                    delete message.Candidate;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.CurrentState = value;
                                else
                                    delete message.CurrentState;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return VoteRequest;
            })();

            v1.VoteResponse = (function() {

                /**
                 * Properties of a VoteResponse.
                 * @typedef {Object} graft.compat.v1.VoteResponse.$Properties
                 * @property {number|null} [Term] VoteResponse Term
                 * @property {boolean|null} [Granted] VoteResponse Granted
                 * @property {string|null} [voter] VoteResponse voter
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a VoteResponse.
                 * @memberof graft.compat.v1
                 * @interface IVoteResponse
                 * @augments graft.compat.v1.VoteResponse.$Properties
                 * @deprecated Use graft.compat.v1.VoteResponse.$Properties instead.
                 */

                /**
                 * Shape of a VoteResponse.
                 * @typedef {graft.compat.v1.VoteResponse.$Properties} graft.compat.v1.VoteResponse.$Shape
                 */

                /**
                 * Constructs a new VoteResponse.
                 * @memberof graft.compat.v1
                 * @classdesc Represents a VoteResponse.
                 * @constructor
                 * @param {graft.compat.v1.VoteResponse.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const VoteResponse = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * VoteResponse Term.
                 * @member {number} Term
                 * @memberof graft.compat.v1.VoteResponse
                 * @instance
                 */
                VoteResponse.prototype.Term = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * VoteResponse Granted.
                 * @member {boolean} Granted
                 * @memberof graft.compat.v1.VoteResponse
                 * @instance
                 */
                VoteResponse.prototype.Granted = false;

                /**
                 * VoteResponse voter.
                 * @member {string} voter
                 * @memberof graft.compat.v1.VoteResponse
                 * @instance
                 */
                VoteResponse.prototype.voter = "";

                /**
                 * Creates a new VoteResponse instance using the specified properties.
                 * @function create
                 * @memberof graft.compat.v1.VoteResponse
                 * @static
                 * @param {graft.compat.v1.VoteResponse.$Properties=} [properties] Properties to set
                 * @returns {graft.compat.v1.VoteResponse} VoteResponse instance
                 * @type {{
                 *   (properties: graft.compat.v1.VoteResponse.$Shape): graft.compat.v1.VoteResponse & graft.compat.v1.VoteResponse.$Shape;
                 *   (properties?: graft.compat.v1.VoteResponse.$Properties): graft.compat.v1.VoteResponse;
                 * }}
                 */
                VoteResponse.create = function(properties) {
                    return new VoteResponse(properties);
                };

                /**
                 * Encodes the specified VoteResponse message. Does not implicitly {@link graft.compat.v1.VoteResponse.verify|verify} messages.
                 * @function encode
                 * @memberof graft.compat.v1.VoteResponse
                 * @static
                 * @param {graft.compat.v1.VoteResponse.$Properties} message VoteResponse message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                VoteResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.Term != null && $Object.hasOwnProperty.call(message, "Term") && (typeof message.Term === "object" ? message.Term.low || message.Term.high : message.Term !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.Term);
                    if (message.Granted != null && $Object.hasOwnProperty.call(message, "Granted") && message.Granted !== false)
                        writer.uint32(/* id 2, wireType 0 =*/16).bool(message.Granted);
                    if (message.voter != null && $Object.hasOwnProperty.call(message, "voter") && message.voter !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.voter);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a VoteResponse message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.compat.v1.VoteResponse
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.compat.v1.VoteResponse & graft.compat.v1.VoteResponse.$Shape} VoteResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                VoteResponse.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.compat.v1.VoteResponse();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.Term = value;
                                else
                                    delete message.Term;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.Granted = value;
                                else
                                    delete message.Granted;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.voter = value;
                                else
                                    delete message.voter;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return VoteResponse;
            })();

            v1.Heartbeat = (function() {

                /**
                 * Properties of a Heartbeat.
                 * @typedef {Object} graft.compat.v1.Heartbeat.$Properties
                 * @property {number|null} [Term] Heartbeat Term
                 * @property {string|null} [Leader] Heartbeat Leader
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Heartbeat.
                 * @memberof graft.compat.v1
                 * @interface IHeartbeat
                 * @augments graft.compat.v1.Heartbeat.$Properties
                 * @deprecated Use graft.compat.v1.Heartbeat.$Properties instead.
                 */

                /**
                 * Shape of a Heartbeat.
                 * @typedef {graft.compat.v1.Heartbeat.$Properties} graft.compat.v1.Heartbeat.$Shape
                 */

                /**
                 * Constructs a new Heartbeat.
                 * @memberof graft.compat.v1
                 * @classdesc Represents a Heartbeat.
                 * @constructor
                 * @param {graft.compat.v1.Heartbeat.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Heartbeat = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Heartbeat Term.
                 * @member {number} Term
                 * @memberof graft.compat.v1.Heartbeat
                 * @instance
                 */
                Heartbeat.prototype.Term = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Heartbeat Leader.
                 * @member {string} Leader
                 * @memberof graft.compat.v1.Heartbeat
                 * @instance
                 */
                Heartbeat.prototype.Leader = "";

                /**
                 * Creates a new Heartbeat instance using the specified properties.
                 * @function create
                 * @memberof graft.compat.v1.Heartbeat
                 * @static
                 * @param {graft.compat.v1.Heartbeat.$Properties=} [properties] Properties to set
                 * @returns {graft.compat.v1.Heartbeat} Heartbeat instance
                 * @type {{
                 *   (properties: graft.compat.v1.Heartbeat.$Shape): graft.compat.v1.Heartbeat & graft.compat.v1.Heartbeat.$Shape;
                 *   (properties?: graft.compat.v1.Heartbeat.$Properties): graft.compat.v1.Heartbeat;
                 * }}
                 */
                Heartbeat.create = function(properties) {
                    return new Heartbeat(properties);
                };

                /**
                 * Encodes the specified Heartbeat message. Does not implicitly {@link graft.compat.v1.Heartbeat.verify|verify} messages.
                 * @function encode
                 * @memberof graft.compat.v1.Heartbeat
                 * @static
                 * @param {graft.compat.v1.Heartbeat.$Properties} message Heartbeat message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Heartbeat.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.Term != null && $Object.hasOwnProperty.call(message, "Term") && (typeof message.Term === "object" ? message.Term.low || message.Term.high : message.Term !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.Term);
                    if (message.Leader != null && $Object.hasOwnProperty.call(message, "Leader") && message.Leader !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.Leader);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Heartbeat message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.compat.v1.Heartbeat
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.compat.v1.Heartbeat & graft.compat.v1.Heartbeat.$Shape} Heartbeat
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Heartbeat.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.compat.v1.Heartbeat();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.Term = value;
                                else
                                    delete message.Term;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.Leader = value;
                                else
                                    delete message.Leader;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Heartbeat;
            })();

            return v1;
        })();

        return compat;
    })();

    graft.raft = (function() {

        /**
         * Namespace raft.
         * @memberof graft
         * @namespace
         */
        const raft = {};

        raft.v1 = (function() {

            /**
             * Namespace v1.
             * @memberof graft.raft
             * @namespace
             */
            const v1 = {};

            v1.Envelope = (function() {

                /**
                 * Properties of an Envelope.
                 * @typedef {Object} graft.raft.v1.Envelope.$Properties
                 * @property {number|null} [version] Envelope version
                 * @property {string|null} [clusterId] Envelope clusterId
                 * @property {string|null} [from] Envelope from
                 * @property {string|null} [incarnation] Envelope incarnation
                 * @property {string|null} [boot] Envelope boot
                 * @property {string|null} [to] Envelope to
                 * @property {number|null} [term] Envelope term
                 * @property {graft.raft.v1.Presence.$Properties|null} [presence] Envelope presence
                 * @property {graft.raft.v1.PreVoteRequest.$Properties|null} [preVoteRequest] Envelope preVoteRequest
                 * @property {graft.raft.v1.PreVoteResponse.$Properties|null} [preVoteResponse] Envelope preVoteResponse
                 * @property {graft.raft.v1.VoteRequest.$Properties|null} [voteRequest] Envelope voteRequest
                 * @property {graft.raft.v1.VoteResponse.$Properties|null} [voteResponse] Envelope voteResponse
                 * @property {graft.raft.v1.Heartbeat.$Properties|null} [heartbeat] Envelope heartbeat
                 * @property {graft.raft.v1.HeartbeatAck.$Properties|null} [heartbeatAck] Envelope heartbeatAck
                 * @property {graft.raft.v1.TimeoutNow.$Properties|null} [timeoutNow] Envelope timeoutNow
                 * @property {graft.raft.v1.AppendEntries.$Properties|null} [appendEntries] Envelope appendEntries
                 * @property {graft.raft.v1.AppendAck.$Properties|null} [appendAck] Envelope appendAck
                 * @property {graft.raft.v1.AppendRefusal.$Properties|null} [appendRefusal] Envelope appendRefusal
                 * @property {graft.raft.v1.InstallSnapshot.$Properties|null} [installSnapshot] Envelope installSnapshot
                 * @property {graft.raft.v1.SnapshotAck.$Properties|null} [snapshotAck] Envelope snapshotAck
                 * @property {graft.raft.v1.ReadIndexRequest.$Properties|null} [readIndexRequest] Envelope readIndexRequest
                 * @property {graft.raft.v1.ReadIndexResponse.$Properties|null} [readIndexResponse] Envelope readIndexResponse
                 * @property {"presence"|"preVoteRequest"|"preVoteResponse"|"voteRequest"|"voteResponse"|"heartbeat"|"heartbeatAck"|"timeoutNow"|"appendEntries"|"appendAck"|"appendRefusal"|"installSnapshot"|"snapshotAck"|"readIndexRequest"|"readIndexResponse"} [body] Envelope body
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an Envelope.
                 * @memberof graft.raft.v1
                 * @interface IEnvelope
                 * @augments graft.raft.v1.Envelope.$Properties
                 * @deprecated Use graft.raft.v1.Envelope.$Properties instead.
                 */

                /**
                 * Narrowed shape of an Envelope.
                 * @typedef {{
                 *   version?: number|null;
                 *   clusterId?: string|null;
                 *   from?: string|null;
                 *   incarnation?: string|null;
                 *   boot?: string|null;
                 *   to?: string|null;
                 *   term?: number|null;
                 *   presence?: graft.raft.v1.Presence.$Shape|null;
                 *   preVoteRequest?: graft.raft.v1.PreVoteRequest.$Shape|null;
                 *   preVoteResponse?: graft.raft.v1.PreVoteResponse.$Shape|null;
                 *   voteRequest?: graft.raft.v1.VoteRequest.$Shape|null;
                 *   voteResponse?: graft.raft.v1.VoteResponse.$Shape|null;
                 *   heartbeat?: graft.raft.v1.Heartbeat.$Shape|null;
                 *   heartbeatAck?: graft.raft.v1.HeartbeatAck.$Shape|null;
                 *   timeoutNow?: graft.raft.v1.TimeoutNow.$Shape|null;
                 *   appendEntries?: graft.raft.v1.AppendEntries.$Shape|null;
                 *   appendAck?: graft.raft.v1.AppendAck.$Shape|null;
                 *   appendRefusal?: graft.raft.v1.AppendRefusal.$Shape|null;
                 *   installSnapshot?: graft.raft.v1.InstallSnapshot.$Shape|null;
                 *   snapshotAck?: graft.raft.v1.SnapshotAck.$Shape|null;
                 *   readIndexRequest?: graft.raft.v1.ReadIndexRequest.$Shape|null;
                 *   readIndexResponse?: graft.raft.v1.ReadIndexResponse.$Shape|null;
                 *   $unknowns?: Array.<Uint8Array>;
                 * } & (
                 *   ({ body?: undefined; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "presence"; presence: graft.raft.v1.Presence.$Shape; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "preVoteRequest"; presence?: null; preVoteRequest: graft.raft.v1.PreVoteRequest.$Shape; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "preVoteResponse"; presence?: null; preVoteRequest?: null; preVoteResponse: graft.raft.v1.PreVoteResponse.$Shape; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "voteRequest"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest: graft.raft.v1.VoteRequest.$Shape; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "voteResponse"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse: graft.raft.v1.VoteResponse.$Shape; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "heartbeat"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat: graft.raft.v1.Heartbeat.$Shape; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "heartbeatAck"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck: graft.raft.v1.HeartbeatAck.$Shape; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "timeoutNow"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow: graft.raft.v1.TimeoutNow.$Shape; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "appendEntries"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries: graft.raft.v1.AppendEntries.$Shape; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "appendAck"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck: graft.raft.v1.AppendAck.$Shape; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "appendRefusal"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal: graft.raft.v1.AppendRefusal.$Shape; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "installSnapshot"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot: graft.raft.v1.InstallSnapshot.$Shape; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "snapshotAck"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck: graft.raft.v1.SnapshotAck.$Shape; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "readIndexRequest"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest: graft.raft.v1.ReadIndexRequest.$Shape; readIndexResponse?: null }|{ body?: "readIndexResponse"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse: graft.raft.v1.ReadIndexResponse.$Shape })
                 * )} graft.raft.v1.Envelope.$Shape
                 */

                /**
                 * Constructs a new Envelope.
                 * @memberof graft.raft.v1
                 * @classdesc Represents an Envelope.
                 * @constructor
                 * @param {graft.raft.v1.Envelope.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Envelope = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Envelope version.
                 * @member {number} version
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.version = 0;

                /**
                 * Envelope clusterId.
                 * @member {string} clusterId
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.clusterId = "";

                /**
                 * Envelope from.
                 * @member {string} from
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.from = "";

                /**
                 * Envelope incarnation.
                 * @member {string} incarnation
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.incarnation = "";

                /**
                 * Envelope boot.
                 * @member {string} boot
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.boot = "";

                /**
                 * Envelope to.
                 * @member {string} to
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.to = "";

                /**
                 * Envelope term.
                 * @member {number} term
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.term = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Envelope presence.
                 * @member {graft.raft.v1.Presence.$Properties|null|undefined} presence
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.presence = null;

                /**
                 * Envelope preVoteRequest.
                 * @member {graft.raft.v1.PreVoteRequest.$Properties|null|undefined} preVoteRequest
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.preVoteRequest = null;

                /**
                 * Envelope preVoteResponse.
                 * @member {graft.raft.v1.PreVoteResponse.$Properties|null|undefined} preVoteResponse
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.preVoteResponse = null;

                /**
                 * Envelope voteRequest.
                 * @member {graft.raft.v1.VoteRequest.$Properties|null|undefined} voteRequest
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.voteRequest = null;

                /**
                 * Envelope voteResponse.
                 * @member {graft.raft.v1.VoteResponse.$Properties|null|undefined} voteResponse
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.voteResponse = null;

                /**
                 * Envelope heartbeat.
                 * @member {graft.raft.v1.Heartbeat.$Properties|null|undefined} heartbeat
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.heartbeat = null;

                /**
                 * Envelope heartbeatAck.
                 * @member {graft.raft.v1.HeartbeatAck.$Properties|null|undefined} heartbeatAck
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.heartbeatAck = null;

                /**
                 * Envelope timeoutNow.
                 * @member {graft.raft.v1.TimeoutNow.$Properties|null|undefined} timeoutNow
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.timeoutNow = null;

                /**
                 * Envelope appendEntries.
                 * @member {graft.raft.v1.AppendEntries.$Properties|null|undefined} appendEntries
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.appendEntries = null;

                /**
                 * Envelope appendAck.
                 * @member {graft.raft.v1.AppendAck.$Properties|null|undefined} appendAck
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.appendAck = null;

                /**
                 * Envelope appendRefusal.
                 * @member {graft.raft.v1.AppendRefusal.$Properties|null|undefined} appendRefusal
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.appendRefusal = null;

                /**
                 * Envelope installSnapshot.
                 * @member {graft.raft.v1.InstallSnapshot.$Properties|null|undefined} installSnapshot
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.installSnapshot = null;

                /**
                 * Envelope snapshotAck.
                 * @member {graft.raft.v1.SnapshotAck.$Properties|null|undefined} snapshotAck
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.snapshotAck = null;

                /**
                 * Envelope readIndexRequest.
                 * @member {graft.raft.v1.ReadIndexRequest.$Properties|null|undefined} readIndexRequest
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.readIndexRequest = null;

                /**
                 * Envelope readIndexResponse.
                 * @member {graft.raft.v1.ReadIndexResponse.$Properties|null|undefined} readIndexResponse
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                Envelope.prototype.readIndexResponse = null;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                /**
                 * Envelope body.
                 * @member {"presence"|"preVoteRequest"|"preVoteResponse"|"voteRequest"|"voteResponse"|"heartbeat"|"heartbeatAck"|"timeoutNow"|"appendEntries"|"appendAck"|"appendRefusal"|"installSnapshot"|"snapshotAck"|"readIndexRequest"|"readIndexResponse"|undefined} body
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                $Object.defineProperty(Envelope.prototype, "body", {
                    get: $util.oneOfGetter($oneOfFields = ["presence", "preVoteRequest", "preVoteResponse", "voteRequest", "voteResponse", "heartbeat", "heartbeatAck", "timeoutNow", "appendEntries", "appendAck", "appendRefusal", "installSnapshot", "snapshotAck", "readIndexRequest", "readIndexResponse"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Creates a new Envelope instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.Envelope
                 * @static
                 * @param {graft.raft.v1.Envelope.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.Envelope} Envelope instance
                 * @type {{
                 *   (properties: graft.raft.v1.Envelope.$Shape): graft.raft.v1.Envelope & graft.raft.v1.Envelope.$Shape;
                 *   (properties?: graft.raft.v1.Envelope.$Properties): graft.raft.v1.Envelope;
                 * }}
                 */
                Envelope.create = function(properties) {
                    return new Envelope(properties);
                };

                /**
                 * Encodes the specified Envelope message. Does not implicitly {@link graft.raft.v1.Envelope.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.Envelope
                 * @static
                 * @param {graft.raft.v1.Envelope.$Properties} message Envelope message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Envelope.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
                    if (message.clusterId != null && $Object.hasOwnProperty.call(message, "clusterId") && message.clusterId !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.clusterId);
                    if (message.from != null && $Object.hasOwnProperty.call(message, "from") && message.from !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.from);
                    if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && message.incarnation !== "")
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.incarnation);
                    if (message.boot != null && $Object.hasOwnProperty.call(message, "boot") && message.boot !== "")
                        writer.uint32(/* id 5, wireType 2 =*/42).string(message.boot);
                    if (message.to != null && $Object.hasOwnProperty.call(message, "to") && message.to !== "")
                        writer.uint32(/* id 6, wireType 2 =*/50).string(message.to);
                    if (message.term != null && $Object.hasOwnProperty.call(message, "term") && (typeof message.term === "object" ? message.term.low || message.term.high : message.term !== 0))
                        writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.term);
                    if (message.presence != null && $Object.hasOwnProperty.call(message, "presence"))
                        $root.graft.raft.v1.Presence.encode(message.presence, writer.uint32(/* id 16, wireType 2 =*/130).fork(), _depth + 1).ldelim();
                    if (message.preVoteRequest != null && $Object.hasOwnProperty.call(message, "preVoteRequest"))
                        $root.graft.raft.v1.PreVoteRequest.encode(message.preVoteRequest, writer.uint32(/* id 17, wireType 2 =*/138).fork(), _depth + 1).ldelim();
                    if (message.preVoteResponse != null && $Object.hasOwnProperty.call(message, "preVoteResponse"))
                        $root.graft.raft.v1.PreVoteResponse.encode(message.preVoteResponse, writer.uint32(/* id 18, wireType 2 =*/146).fork(), _depth + 1).ldelim();
                    if (message.voteRequest != null && $Object.hasOwnProperty.call(message, "voteRequest"))
                        $root.graft.raft.v1.VoteRequest.encode(message.voteRequest, writer.uint32(/* id 19, wireType 2 =*/154).fork(), _depth + 1).ldelim();
                    if (message.voteResponse != null && $Object.hasOwnProperty.call(message, "voteResponse"))
                        $root.graft.raft.v1.VoteResponse.encode(message.voteResponse, writer.uint32(/* id 20, wireType 2 =*/162).fork(), _depth + 1).ldelim();
                    if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat"))
                        $root.graft.raft.v1.Heartbeat.encode(message.heartbeat, writer.uint32(/* id 21, wireType 2 =*/170).fork(), _depth + 1).ldelim();
                    if (message.heartbeatAck != null && $Object.hasOwnProperty.call(message, "heartbeatAck"))
                        $root.graft.raft.v1.HeartbeatAck.encode(message.heartbeatAck, writer.uint32(/* id 22, wireType 2 =*/178).fork(), _depth + 1).ldelim();
                    if (message.timeoutNow != null && $Object.hasOwnProperty.call(message, "timeoutNow"))
                        $root.graft.raft.v1.TimeoutNow.encode(message.timeoutNow, writer.uint32(/* id 23, wireType 2 =*/186).fork(), _depth + 1).ldelim();
                    if (message.appendEntries != null && $Object.hasOwnProperty.call(message, "appendEntries"))
                        $root.graft.raft.v1.AppendEntries.encode(message.appendEntries, writer.uint32(/* id 32, wireType 2 =*/258).fork(), _depth + 1).ldelim();
                    if (message.appendAck != null && $Object.hasOwnProperty.call(message, "appendAck"))
                        $root.graft.raft.v1.AppendAck.encode(message.appendAck, writer.uint32(/* id 33, wireType 2 =*/266).fork(), _depth + 1).ldelim();
                    if (message.appendRefusal != null && $Object.hasOwnProperty.call(message, "appendRefusal"))
                        $root.graft.raft.v1.AppendRefusal.encode(message.appendRefusal, writer.uint32(/* id 34, wireType 2 =*/274).fork(), _depth + 1).ldelim();
                    if (message.installSnapshot != null && $Object.hasOwnProperty.call(message, "installSnapshot"))
                        $root.graft.raft.v1.InstallSnapshot.encode(message.installSnapshot, writer.uint32(/* id 35, wireType 2 =*/282).fork(), _depth + 1).ldelim();
                    if (message.snapshotAck != null && $Object.hasOwnProperty.call(message, "snapshotAck"))
                        $root.graft.raft.v1.SnapshotAck.encode(message.snapshotAck, writer.uint32(/* id 36, wireType 2 =*/290).fork(), _depth + 1).ldelim();
                    if (message.readIndexRequest != null && $Object.hasOwnProperty.call(message, "readIndexRequest"))
                        $root.graft.raft.v1.ReadIndexRequest.encode(message.readIndexRequest, writer.uint32(/* id 37, wireType 2 =*/298).fork(), _depth + 1).ldelim();
                    if (message.readIndexResponse != null && $Object.hasOwnProperty.call(message, "readIndexResponse"))
                        $root.graft.raft.v1.ReadIndexResponse.encode(message.readIndexResponse, writer.uint32(/* id 38, wireType 2 =*/306).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an Envelope message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.Envelope
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Envelope & graft.raft.v1.Envelope.$Shape} Envelope
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Envelope.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.Envelope();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.version = value;
                                else
                                    delete message.version;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.clusterId = value;
                                else
                                    delete message.clusterId;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.from = value;
                                else
                                    delete message.from;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.incarnation = value;
                                else
                                    delete message.incarnation;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.boot = value;
                                else
                                    delete message.boot;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.to = value;
                                else
                                    delete message.to;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.term = value;
                                else
                                    delete message.term;
                                continue;
                            }
                        case 16: {
                                if (wireType !== 2)
                                    break;
                                message.presence = $root.graft.raft.v1.Presence.decode(reader, reader.size(), $undefined, _depth + 1, message.presence);
                                message.body = "presence";
                                continue;
                            }
                        case 17: {
                                if (wireType !== 2)
                                    break;
                                message.preVoteRequest = $root.graft.raft.v1.PreVoteRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.preVoteRequest);
                                message.body = "preVoteRequest";
                                continue;
                            }
                        case 18: {
                                if (wireType !== 2)
                                    break;
                                message.preVoteResponse = $root.graft.raft.v1.PreVoteResponse.decode(reader, reader.size(), $undefined, _depth + 1, message.preVoteResponse);
                                message.body = "preVoteResponse";
                                continue;
                            }
                        case 19: {
                                if (wireType !== 2)
                                    break;
                                message.voteRequest = $root.graft.raft.v1.VoteRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.voteRequest);
                                message.body = "voteRequest";
                                continue;
                            }
                        case 20: {
                                if (wireType !== 2)
                                    break;
                                message.voteResponse = $root.graft.raft.v1.VoteResponse.decode(reader, reader.size(), $undefined, _depth + 1, message.voteResponse);
                                message.body = "voteResponse";
                                continue;
                            }
                        case 21: {
                                if (wireType !== 2)
                                    break;
                                message.heartbeat = $root.graft.raft.v1.Heartbeat.decode(reader, reader.size(), $undefined, _depth + 1, message.heartbeat);
                                message.body = "heartbeat";
                                continue;
                            }
                        case 22: {
                                if (wireType !== 2)
                                    break;
                                message.heartbeatAck = $root.graft.raft.v1.HeartbeatAck.decode(reader, reader.size(), $undefined, _depth + 1, message.heartbeatAck);
                                message.body = "heartbeatAck";
                                continue;
                            }
                        case 23: {
                                if (wireType !== 2)
                                    break;
                                message.timeoutNow = $root.graft.raft.v1.TimeoutNow.decode(reader, reader.size(), $undefined, _depth + 1, message.timeoutNow);
                                message.body = "timeoutNow";
                                continue;
                            }
                        case 32: {
                                if (wireType !== 2)
                                    break;
                                message.appendEntries = $root.graft.raft.v1.AppendEntries.decode(reader, reader.size(), $undefined, _depth + 1, message.appendEntries);
                                message.body = "appendEntries";
                                continue;
                            }
                        case 33: {
                                if (wireType !== 2)
                                    break;
                                message.appendAck = $root.graft.raft.v1.AppendAck.decode(reader, reader.size(), $undefined, _depth + 1, message.appendAck);
                                message.body = "appendAck";
                                continue;
                            }
                        case 34: {
                                if (wireType !== 2)
                                    break;
                                message.appendRefusal = $root.graft.raft.v1.AppendRefusal.decode(reader, reader.size(), $undefined, _depth + 1, message.appendRefusal);
                                message.body = "appendRefusal";
                                continue;
                            }
                        case 35: {
                                if (wireType !== 2)
                                    break;
                                message.installSnapshot = $root.graft.raft.v1.InstallSnapshot.decode(reader, reader.size(), $undefined, _depth + 1, message.installSnapshot);
                                message.body = "installSnapshot";
                                continue;
                            }
                        case 36: {
                                if (wireType !== 2)
                                    break;
                                message.snapshotAck = $root.graft.raft.v1.SnapshotAck.decode(reader, reader.size(), $undefined, _depth + 1, message.snapshotAck);
                                message.body = "snapshotAck";
                                continue;
                            }
                        case 37: {
                                if (wireType !== 2)
                                    break;
                                message.readIndexRequest = $root.graft.raft.v1.ReadIndexRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.readIndexRequest);
                                message.body = "readIndexRequest";
                                continue;
                            }
                        case 38: {
                                if (wireType !== 2)
                                    break;
                                message.readIndexResponse = $root.graft.raft.v1.ReadIndexResponse.decode(reader, reader.size(), $undefined, _depth + 1, message.readIndexResponse);
                                message.body = "readIndexResponse";
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Envelope;
            })();

            v1.Presence = (function() {

                /**
                 * Properties of a Presence.
                 * @typedef {Object} graft.raft.v1.Presence.$Properties
                 * @property {string|null} [answers] Presence answers
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Presence.
                 * @memberof graft.raft.v1
                 * @interface IPresence
                 * @augments graft.raft.v1.Presence.$Properties
                 * @deprecated Use graft.raft.v1.Presence.$Properties instead.
                 */

                /**
                 * Shape of a Presence.
                 * @typedef {graft.raft.v1.Presence.$Properties} graft.raft.v1.Presence.$Shape
                 */

                /**
                 * Constructs a new Presence.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a Presence.
                 * @constructor
                 * @param {graft.raft.v1.Presence.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Presence = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Presence answers.
                 * @member {string} answers
                 * @memberof graft.raft.v1.Presence
                 * @instance
                 */
                Presence.prototype.answers = "";

                /**
                 * Creates a new Presence instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.Presence
                 * @static
                 * @param {graft.raft.v1.Presence.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.Presence} Presence instance
                 * @type {{
                 *   (properties: graft.raft.v1.Presence.$Shape): graft.raft.v1.Presence & graft.raft.v1.Presence.$Shape;
                 *   (properties?: graft.raft.v1.Presence.$Properties): graft.raft.v1.Presence;
                 * }}
                 */
                Presence.create = function(properties) {
                    return new Presence(properties);
                };

                /**
                 * Encodes the specified Presence message. Does not implicitly {@link graft.raft.v1.Presence.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.Presence
                 * @static
                 * @param {graft.raft.v1.Presence.$Properties} message Presence message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Presence.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.answers != null && $Object.hasOwnProperty.call(message, "answers") && message.answers !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.answers);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Presence message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.Presence
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Presence & graft.raft.v1.Presence.$Shape} Presence
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Presence.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.Presence();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.answers = value;
                                else
                                    delete message.answers;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Presence;
            })();

            v1.PreVoteRequest = (function() {

                /**
                 * Properties of a PreVoteRequest.
                 * @typedef {Object} graft.raft.v1.PreVoteRequest.$Properties
                 * @property {number|null} [nextTerm] PreVoteRequest nextTerm
                 * @property {number|null} [lastLogIndex] PreVoteRequest lastLogIndex
                 * @property {number|null} [lastLogTerm] PreVoteRequest lastLogTerm
                 * @property {boolean|null} [hinted] PreVoteRequest hinted
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a PreVoteRequest.
                 * @memberof graft.raft.v1
                 * @interface IPreVoteRequest
                 * @augments graft.raft.v1.PreVoteRequest.$Properties
                 * @deprecated Use graft.raft.v1.PreVoteRequest.$Properties instead.
                 */

                /**
                 * Shape of a PreVoteRequest.
                 * @typedef {graft.raft.v1.PreVoteRequest.$Properties} graft.raft.v1.PreVoteRequest.$Shape
                 */

                /**
                 * Constructs a new PreVoteRequest.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a PreVoteRequest.
                 * @constructor
                 * @param {graft.raft.v1.PreVoteRequest.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const PreVoteRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * PreVoteRequest nextTerm.
                 * @member {number} nextTerm
                 * @memberof graft.raft.v1.PreVoteRequest
                 * @instance
                 */
                PreVoteRequest.prototype.nextTerm = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * PreVoteRequest lastLogIndex.
                 * @member {number} lastLogIndex
                 * @memberof graft.raft.v1.PreVoteRequest
                 * @instance
                 */
                PreVoteRequest.prototype.lastLogIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * PreVoteRequest lastLogTerm.
                 * @member {number} lastLogTerm
                 * @memberof graft.raft.v1.PreVoteRequest
                 * @instance
                 */
                PreVoteRequest.prototype.lastLogTerm = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * PreVoteRequest hinted.
                 * @member {boolean} hinted
                 * @memberof graft.raft.v1.PreVoteRequest
                 * @instance
                 */
                PreVoteRequest.prototype.hinted = false;

                /**
                 * Creates a new PreVoteRequest instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.PreVoteRequest
                 * @static
                 * @param {graft.raft.v1.PreVoteRequest.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.PreVoteRequest} PreVoteRequest instance
                 * @type {{
                 *   (properties: graft.raft.v1.PreVoteRequest.$Shape): graft.raft.v1.PreVoteRequest & graft.raft.v1.PreVoteRequest.$Shape;
                 *   (properties?: graft.raft.v1.PreVoteRequest.$Properties): graft.raft.v1.PreVoteRequest;
                 * }}
                 */
                PreVoteRequest.create = function(properties) {
                    return new PreVoteRequest(properties);
                };

                /**
                 * Encodes the specified PreVoteRequest message. Does not implicitly {@link graft.raft.v1.PreVoteRequest.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.PreVoteRequest
                 * @static
                 * @param {graft.raft.v1.PreVoteRequest.$Properties} message PreVoteRequest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                PreVoteRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.nextTerm != null && $Object.hasOwnProperty.call(message, "nextTerm") && (typeof message.nextTerm === "object" ? message.nextTerm.low || message.nextTerm.high : message.nextTerm !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.nextTerm);
                    if (message.lastLogIndex != null && $Object.hasOwnProperty.call(message, "lastLogIndex") && (typeof message.lastLogIndex === "object" ? message.lastLogIndex.low || message.lastLogIndex.high : message.lastLogIndex !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.lastLogIndex);
                    if (message.lastLogTerm != null && $Object.hasOwnProperty.call(message, "lastLogTerm") && (typeof message.lastLogTerm === "object" ? message.lastLogTerm.low || message.lastLogTerm.high : message.lastLogTerm !== 0))
                        writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.lastLogTerm);
                    if (message.hinted != null && $Object.hasOwnProperty.call(message, "hinted") && message.hinted !== false)
                        writer.uint32(/* id 4, wireType 0 =*/32).bool(message.hinted);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a PreVoteRequest message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.PreVoteRequest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.PreVoteRequest & graft.raft.v1.PreVoteRequest.$Shape} PreVoteRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                PreVoteRequest.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.PreVoteRequest();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.nextTerm = value;
                                else
                                    delete message.nextTerm;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.lastLogIndex = value;
                                else
                                    delete message.lastLogIndex;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.lastLogTerm = value;
                                else
                                    delete message.lastLogTerm;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.hinted = value;
                                else
                                    delete message.hinted;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return PreVoteRequest;
            })();

            v1.PreVoteResponse = (function() {

                /**
                 * Properties of a PreVoteResponse.
                 * @typedef {Object} graft.raft.v1.PreVoteResponse.$Properties
                 * @property {number|null} [nextTerm] PreVoteResponse nextTerm
                 * @property {boolean|null} [granted] PreVoteResponse granted
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a PreVoteResponse.
                 * @memberof graft.raft.v1
                 * @interface IPreVoteResponse
                 * @augments graft.raft.v1.PreVoteResponse.$Properties
                 * @deprecated Use graft.raft.v1.PreVoteResponse.$Properties instead.
                 */

                /**
                 * Shape of a PreVoteResponse.
                 * @typedef {graft.raft.v1.PreVoteResponse.$Properties} graft.raft.v1.PreVoteResponse.$Shape
                 */

                /**
                 * Constructs a new PreVoteResponse.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a PreVoteResponse.
                 * @constructor
                 * @param {graft.raft.v1.PreVoteResponse.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const PreVoteResponse = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * PreVoteResponse nextTerm.
                 * @member {number} nextTerm
                 * @memberof graft.raft.v1.PreVoteResponse
                 * @instance
                 */
                PreVoteResponse.prototype.nextTerm = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * PreVoteResponse granted.
                 * @member {boolean} granted
                 * @memberof graft.raft.v1.PreVoteResponse
                 * @instance
                 */
                PreVoteResponse.prototype.granted = false;

                /**
                 * Creates a new PreVoteResponse instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.PreVoteResponse
                 * @static
                 * @param {graft.raft.v1.PreVoteResponse.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.PreVoteResponse} PreVoteResponse instance
                 * @type {{
                 *   (properties: graft.raft.v1.PreVoteResponse.$Shape): graft.raft.v1.PreVoteResponse & graft.raft.v1.PreVoteResponse.$Shape;
                 *   (properties?: graft.raft.v1.PreVoteResponse.$Properties): graft.raft.v1.PreVoteResponse;
                 * }}
                 */
                PreVoteResponse.create = function(properties) {
                    return new PreVoteResponse(properties);
                };

                /**
                 * Encodes the specified PreVoteResponse message. Does not implicitly {@link graft.raft.v1.PreVoteResponse.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.PreVoteResponse
                 * @static
                 * @param {graft.raft.v1.PreVoteResponse.$Properties} message PreVoteResponse message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                PreVoteResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.nextTerm != null && $Object.hasOwnProperty.call(message, "nextTerm") && (typeof message.nextTerm === "object" ? message.nextTerm.low || message.nextTerm.high : message.nextTerm !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.nextTerm);
                    if (message.granted != null && $Object.hasOwnProperty.call(message, "granted") && message.granted !== false)
                        writer.uint32(/* id 2, wireType 0 =*/16).bool(message.granted);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a PreVoteResponse message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.PreVoteResponse
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.PreVoteResponse & graft.raft.v1.PreVoteResponse.$Shape} PreVoteResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                PreVoteResponse.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.PreVoteResponse();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.nextTerm = value;
                                else
                                    delete message.nextTerm;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.granted = value;
                                else
                                    delete message.granted;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return PreVoteResponse;
            })();

            v1.VoteRequest = (function() {

                /**
                 * Properties of a VoteRequest.
                 * @typedef {Object} graft.raft.v1.VoteRequest.$Properties
                 * @property {number|null} [lastLogIndex] VoteRequest lastLogIndex
                 * @property {number|null} [lastLogTerm] VoteRequest lastLogTerm
                 * @property {boolean|null} [transfer] VoteRequest transfer
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a VoteRequest.
                 * @memberof graft.raft.v1
                 * @interface IVoteRequest
                 * @augments graft.raft.v1.VoteRequest.$Properties
                 * @deprecated Use graft.raft.v1.VoteRequest.$Properties instead.
                 */

                /**
                 * Shape of a VoteRequest.
                 * @typedef {graft.raft.v1.VoteRequest.$Properties} graft.raft.v1.VoteRequest.$Shape
                 */

                /**
                 * Constructs a new VoteRequest.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a VoteRequest.
                 * @constructor
                 * @param {graft.raft.v1.VoteRequest.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const VoteRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * VoteRequest lastLogIndex.
                 * @member {number} lastLogIndex
                 * @memberof graft.raft.v1.VoteRequest
                 * @instance
                 */
                VoteRequest.prototype.lastLogIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * VoteRequest lastLogTerm.
                 * @member {number} lastLogTerm
                 * @memberof graft.raft.v1.VoteRequest
                 * @instance
                 */
                VoteRequest.prototype.lastLogTerm = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * VoteRequest transfer.
                 * @member {boolean} transfer
                 * @memberof graft.raft.v1.VoteRequest
                 * @instance
                 */
                VoteRequest.prototype.transfer = false;

                /**
                 * Creates a new VoteRequest instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.VoteRequest
                 * @static
                 * @param {graft.raft.v1.VoteRequest.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.VoteRequest} VoteRequest instance
                 * @type {{
                 *   (properties: graft.raft.v1.VoteRequest.$Shape): graft.raft.v1.VoteRequest & graft.raft.v1.VoteRequest.$Shape;
                 *   (properties?: graft.raft.v1.VoteRequest.$Properties): graft.raft.v1.VoteRequest;
                 * }}
                 */
                VoteRequest.create = function(properties) {
                    return new VoteRequest(properties);
                };

                /**
                 * Encodes the specified VoteRequest message. Does not implicitly {@link graft.raft.v1.VoteRequest.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.VoteRequest
                 * @static
                 * @param {graft.raft.v1.VoteRequest.$Properties} message VoteRequest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                VoteRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.lastLogIndex != null && $Object.hasOwnProperty.call(message, "lastLogIndex") && (typeof message.lastLogIndex === "object" ? message.lastLogIndex.low || message.lastLogIndex.high : message.lastLogIndex !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.lastLogIndex);
                    if (message.lastLogTerm != null && $Object.hasOwnProperty.call(message, "lastLogTerm") && (typeof message.lastLogTerm === "object" ? message.lastLogTerm.low || message.lastLogTerm.high : message.lastLogTerm !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.lastLogTerm);
                    if (message.transfer != null && $Object.hasOwnProperty.call(message, "transfer") && message.transfer !== false)
                        writer.uint32(/* id 3, wireType 0 =*/24).bool(message.transfer);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a VoteRequest message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.VoteRequest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.VoteRequest & graft.raft.v1.VoteRequest.$Shape} VoteRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                VoteRequest.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.VoteRequest();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.lastLogIndex = value;
                                else
                                    delete message.lastLogIndex;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.lastLogTerm = value;
                                else
                                    delete message.lastLogTerm;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.transfer = value;
                                else
                                    delete message.transfer;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return VoteRequest;
            })();

            v1.VoteResponse = (function() {

                /**
                 * Properties of a VoteResponse.
                 * @typedef {Object} graft.raft.v1.VoteResponse.$Properties
                 * @property {boolean|null} [granted] VoteResponse granted
                 * @property {boolean|null} [onTime] VoteResponse onTime
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a VoteResponse.
                 * @memberof graft.raft.v1
                 * @interface IVoteResponse
                 * @augments graft.raft.v1.VoteResponse.$Properties
                 * @deprecated Use graft.raft.v1.VoteResponse.$Properties instead.
                 */

                /**
                 * Shape of a VoteResponse.
                 * @typedef {graft.raft.v1.VoteResponse.$Properties} graft.raft.v1.VoteResponse.$Shape
                 */

                /**
                 * Constructs a new VoteResponse.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a VoteResponse.
                 * @constructor
                 * @param {graft.raft.v1.VoteResponse.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const VoteResponse = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * VoteResponse granted.
                 * @member {boolean} granted
                 * @memberof graft.raft.v1.VoteResponse
                 * @instance
                 */
                VoteResponse.prototype.granted = false;

                /**
                 * VoteResponse onTime.
                 * @member {boolean} onTime
                 * @memberof graft.raft.v1.VoteResponse
                 * @instance
                 */
                VoteResponse.prototype.onTime = false;

                /**
                 * Creates a new VoteResponse instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.VoteResponse
                 * @static
                 * @param {graft.raft.v1.VoteResponse.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.VoteResponse} VoteResponse instance
                 * @type {{
                 *   (properties: graft.raft.v1.VoteResponse.$Shape): graft.raft.v1.VoteResponse & graft.raft.v1.VoteResponse.$Shape;
                 *   (properties?: graft.raft.v1.VoteResponse.$Properties): graft.raft.v1.VoteResponse;
                 * }}
                 */
                VoteResponse.create = function(properties) {
                    return new VoteResponse(properties);
                };

                /**
                 * Encodes the specified VoteResponse message. Does not implicitly {@link graft.raft.v1.VoteResponse.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.VoteResponse
                 * @static
                 * @param {graft.raft.v1.VoteResponse.$Properties} message VoteResponse message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                VoteResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.granted != null && $Object.hasOwnProperty.call(message, "granted") && message.granted !== false)
                        writer.uint32(/* id 1, wireType 0 =*/8).bool(message.granted);
                    if (message.onTime != null && $Object.hasOwnProperty.call(message, "onTime") && message.onTime !== false)
                        writer.uint32(/* id 2, wireType 0 =*/16).bool(message.onTime);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a VoteResponse message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.VoteResponse
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.VoteResponse & graft.raft.v1.VoteResponse.$Shape} VoteResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                VoteResponse.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.VoteResponse();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.granted = value;
                                else
                                    delete message.granted;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.onTime = value;
                                else
                                    delete message.onTime;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return VoteResponse;
            })();

            v1.Heartbeat = (function() {

                /**
                 * Properties of a Heartbeat.
                 * @typedef {Object} graft.raft.v1.Heartbeat.$Properties
                 * @property {number|null} [round] Heartbeat round
                 * @property {number|null} [commitIndex] Heartbeat commitIndex
                 * @property {string|null} [heir] Heartbeat heir
                 * @property {string|null} [connection] Heartbeat connection
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Heartbeat.
                 * @memberof graft.raft.v1
                 * @interface IHeartbeat
                 * @augments graft.raft.v1.Heartbeat.$Properties
                 * @deprecated Use graft.raft.v1.Heartbeat.$Properties instead.
                 */

                /**
                 * Shape of a Heartbeat.
                 * @typedef {graft.raft.v1.Heartbeat.$Properties} graft.raft.v1.Heartbeat.$Shape
                 */

                /**
                 * Constructs a new Heartbeat.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a Heartbeat.
                 * @constructor
                 * @param {graft.raft.v1.Heartbeat.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Heartbeat = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Heartbeat round.
                 * @member {number} round
                 * @memberof graft.raft.v1.Heartbeat
                 * @instance
                 */
                Heartbeat.prototype.round = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Heartbeat commitIndex.
                 * @member {number} commitIndex
                 * @memberof graft.raft.v1.Heartbeat
                 * @instance
                 */
                Heartbeat.prototype.commitIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Heartbeat heir.
                 * @member {string} heir
                 * @memberof graft.raft.v1.Heartbeat
                 * @instance
                 */
                Heartbeat.prototype.heir = "";

                /**
                 * Heartbeat connection.
                 * @member {string} connection
                 * @memberof graft.raft.v1.Heartbeat
                 * @instance
                 */
                Heartbeat.prototype.connection = "";

                /**
                 * Creates a new Heartbeat instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.Heartbeat
                 * @static
                 * @param {graft.raft.v1.Heartbeat.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.Heartbeat} Heartbeat instance
                 * @type {{
                 *   (properties: graft.raft.v1.Heartbeat.$Shape): graft.raft.v1.Heartbeat & graft.raft.v1.Heartbeat.$Shape;
                 *   (properties?: graft.raft.v1.Heartbeat.$Properties): graft.raft.v1.Heartbeat;
                 * }}
                 */
                Heartbeat.create = function(properties) {
                    return new Heartbeat(properties);
                };

                /**
                 * Encodes the specified Heartbeat message. Does not implicitly {@link graft.raft.v1.Heartbeat.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.Heartbeat
                 * @static
                 * @param {graft.raft.v1.Heartbeat.$Properties} message Heartbeat message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Heartbeat.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.round != null && $Object.hasOwnProperty.call(message, "round") && (typeof message.round === "object" ? message.round.low || message.round.high : message.round !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.round);
                    if (message.commitIndex != null && $Object.hasOwnProperty.call(message, "commitIndex") && (typeof message.commitIndex === "object" ? message.commitIndex.low || message.commitIndex.high : message.commitIndex !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.commitIndex);
                    if (message.heir != null && $Object.hasOwnProperty.call(message, "heir") && message.heir !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.heir);
                    if (message.connection != null && $Object.hasOwnProperty.call(message, "connection") && message.connection !== "")
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.connection);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Heartbeat message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.Heartbeat
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Heartbeat & graft.raft.v1.Heartbeat.$Shape} Heartbeat
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Heartbeat.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.Heartbeat();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.round = value;
                                else
                                    delete message.round;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.commitIndex = value;
                                else
                                    delete message.commitIndex;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.heir = value;
                                else
                                    delete message.heir;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.connection = value;
                                else
                                    delete message.connection;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Heartbeat;
            })();

            v1.HeartbeatAck = (function() {

                /**
                 * Properties of a HeartbeatAck.
                 * @typedef {Object} graft.raft.v1.HeartbeatAck.$Properties
                 * @property {number|null} [round] HeartbeatAck round
                 * @property {number|null} [verifiedIndex] HeartbeatAck verifiedIndex
                 * @property {number|null} [matchIndex] HeartbeatAck matchIndex
                 * @property {number|null} [priority] HeartbeatAck priority
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a HeartbeatAck.
                 * @memberof graft.raft.v1
                 * @interface IHeartbeatAck
                 * @augments graft.raft.v1.HeartbeatAck.$Properties
                 * @deprecated Use graft.raft.v1.HeartbeatAck.$Properties instead.
                 */

                /**
                 * Shape of a HeartbeatAck.
                 * @typedef {graft.raft.v1.HeartbeatAck.$Properties} graft.raft.v1.HeartbeatAck.$Shape
                 */

                /**
                 * Constructs a new HeartbeatAck.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a HeartbeatAck.
                 * @constructor
                 * @param {graft.raft.v1.HeartbeatAck.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const HeartbeatAck = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * HeartbeatAck round.
                 * @member {number} round
                 * @memberof graft.raft.v1.HeartbeatAck
                 * @instance
                 */
                HeartbeatAck.prototype.round = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * HeartbeatAck verifiedIndex.
                 * @member {number} verifiedIndex
                 * @memberof graft.raft.v1.HeartbeatAck
                 * @instance
                 */
                HeartbeatAck.prototype.verifiedIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * HeartbeatAck matchIndex.
                 * @member {number} matchIndex
                 * @memberof graft.raft.v1.HeartbeatAck
                 * @instance
                 */
                HeartbeatAck.prototype.matchIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * HeartbeatAck priority.
                 * @member {number} priority
                 * @memberof graft.raft.v1.HeartbeatAck
                 * @instance
                 */
                HeartbeatAck.prototype.priority = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Creates a new HeartbeatAck instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.HeartbeatAck
                 * @static
                 * @param {graft.raft.v1.HeartbeatAck.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.HeartbeatAck} HeartbeatAck instance
                 * @type {{
                 *   (properties: graft.raft.v1.HeartbeatAck.$Shape): graft.raft.v1.HeartbeatAck & graft.raft.v1.HeartbeatAck.$Shape;
                 *   (properties?: graft.raft.v1.HeartbeatAck.$Properties): graft.raft.v1.HeartbeatAck;
                 * }}
                 */
                HeartbeatAck.create = function(properties) {
                    return new HeartbeatAck(properties);
                };

                /**
                 * Encodes the specified HeartbeatAck message. Does not implicitly {@link graft.raft.v1.HeartbeatAck.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.HeartbeatAck
                 * @static
                 * @param {graft.raft.v1.HeartbeatAck.$Properties} message HeartbeatAck message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                HeartbeatAck.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.round != null && $Object.hasOwnProperty.call(message, "round") && (typeof message.round === "object" ? message.round.low || message.round.high : message.round !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.round);
                    if (message.verifiedIndex != null && $Object.hasOwnProperty.call(message, "verifiedIndex") && (typeof message.verifiedIndex === "object" ? message.verifiedIndex.low || message.verifiedIndex.high : message.verifiedIndex !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.verifiedIndex);
                    if (message.matchIndex != null && $Object.hasOwnProperty.call(message, "matchIndex") && (typeof message.matchIndex === "object" ? message.matchIndex.low || message.matchIndex.high : message.matchIndex !== 0))
                        writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.matchIndex);
                    if (message.priority != null && $Object.hasOwnProperty.call(message, "priority") && (typeof message.priority === "object" ? message.priority.low || message.priority.high : message.priority !== 0))
                        writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.priority);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a HeartbeatAck message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.HeartbeatAck
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.HeartbeatAck & graft.raft.v1.HeartbeatAck.$Shape} HeartbeatAck
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                HeartbeatAck.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.HeartbeatAck();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.round = value;
                                else
                                    delete message.round;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.verifiedIndex = value;
                                else
                                    delete message.verifiedIndex;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.matchIndex = value;
                                else
                                    delete message.matchIndex;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.priority = value;
                                else
                                    delete message.priority;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return HeartbeatAck;
            })();

            v1.TimeoutNow = (function() {

                /**
                 * Properties of a TimeoutNow.
                 * @typedef {Object} graft.raft.v1.TimeoutNow.$Properties
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a TimeoutNow.
                 * @memberof graft.raft.v1
                 * @interface ITimeoutNow
                 * @augments graft.raft.v1.TimeoutNow.$Properties
                 * @deprecated Use graft.raft.v1.TimeoutNow.$Properties instead.
                 */

                /**
                 * Shape of a TimeoutNow.
                 * @typedef {graft.raft.v1.TimeoutNow.$Properties} graft.raft.v1.TimeoutNow.$Shape
                 */

                /**
                 * Constructs a new TimeoutNow.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a TimeoutNow.
                 * @constructor
                 * @param {graft.raft.v1.TimeoutNow.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const TimeoutNow = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Creates a new TimeoutNow instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.TimeoutNow
                 * @static
                 * @param {graft.raft.v1.TimeoutNow.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.TimeoutNow} TimeoutNow instance
                 * @type {{
                 *   (properties: graft.raft.v1.TimeoutNow.$Shape): graft.raft.v1.TimeoutNow & graft.raft.v1.TimeoutNow.$Shape;
                 *   (properties?: graft.raft.v1.TimeoutNow.$Properties): graft.raft.v1.TimeoutNow;
                 * }}
                 */
                TimeoutNow.create = function(properties) {
                    return new TimeoutNow(properties);
                };

                /**
                 * Encodes the specified TimeoutNow message. Does not implicitly {@link graft.raft.v1.TimeoutNow.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.TimeoutNow
                 * @static
                 * @param {graft.raft.v1.TimeoutNow.$Properties} message TimeoutNow message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                TimeoutNow.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a TimeoutNow message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.TimeoutNow
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.TimeoutNow & graft.raft.v1.TimeoutNow.$Shape} TimeoutNow
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                TimeoutNow.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.TimeoutNow();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        reader.skipType(tag & 7, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return TimeoutNow;
            })();

            v1.Member = (function() {

                /**
                 * Properties of a Member.
                 * @typedef {Object} graft.raft.v1.Member.$Properties
                 * @property {string|null} [id] Member id
                 * @property {string|null} [incarnation] Member incarnation
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Member.
                 * @memberof graft.raft.v1
                 * @interface IMember
                 * @augments graft.raft.v1.Member.$Properties
                 * @deprecated Use graft.raft.v1.Member.$Properties instead.
                 */

                /**
                 * Shape of a Member.
                 * @typedef {graft.raft.v1.Member.$Properties} graft.raft.v1.Member.$Shape
                 */

                /**
                 * Constructs a new Member.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a Member.
                 * @constructor
                 * @param {graft.raft.v1.Member.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Member = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Member id.
                 * @member {string} id
                 * @memberof graft.raft.v1.Member
                 * @instance
                 */
                Member.prototype.id = "";

                /**
                 * Member incarnation.
                 * @member {string} incarnation
                 * @memberof graft.raft.v1.Member
                 * @instance
                 */
                Member.prototype.incarnation = "";

                /**
                 * Creates a new Member instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.Member
                 * @static
                 * @param {graft.raft.v1.Member.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.Member} Member instance
                 * @type {{
                 *   (properties: graft.raft.v1.Member.$Shape): graft.raft.v1.Member & graft.raft.v1.Member.$Shape;
                 *   (properties?: graft.raft.v1.Member.$Properties): graft.raft.v1.Member;
                 * }}
                 */
                Member.create = function(properties) {
                    return new Member(properties);
                };

                /**
                 * Encodes the specified Member message. Does not implicitly {@link graft.raft.v1.Member.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.Member
                 * @static
                 * @param {graft.raft.v1.Member.$Properties} message Member message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Member.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                    if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && message.incarnation !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.incarnation);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Member message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.Member
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Member & graft.raft.v1.Member.$Shape} Member
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Member.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.Member();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.id = value;
                                else
                                    delete message.id;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.incarnation = value;
                                else
                                    delete message.incarnation;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Member;
            })();

            v1.Configuration = (function() {

                /**
                 * Properties of a Configuration.
                 * @typedef {Object} graft.raft.v1.Configuration.$Properties
                 * @property {Array.<graft.raft.v1.Member.$Properties>|null} [voters] Configuration voters
                 * @property {Array.<graft.raft.v1.Member.$Properties>|null} [outgoing] Configuration outgoing
                 * @property {Array.<graft.raft.v1.Member.$Properties>|null} [learners] Configuration learners
                 * @property {number|null} [leaseMs] Configuration leaseMs
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Configuration.
                 * @memberof graft.raft.v1
                 * @interface IConfiguration
                 * @augments graft.raft.v1.Configuration.$Properties
                 * @deprecated Use graft.raft.v1.Configuration.$Properties instead.
                 */

                /**
                 * Shape of a Configuration.
                 * @typedef {graft.raft.v1.Configuration.$Properties} graft.raft.v1.Configuration.$Shape
                 */

                /**
                 * Constructs a new Configuration.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a Configuration.
                 * @constructor
                 * @param {graft.raft.v1.Configuration.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Configuration = function (properties) {
                    this.voters = [];
                    this.outgoing = [];
                    this.learners = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Configuration voters.
                 * @member {Array.<graft.raft.v1.Member.$Properties>} voters
                 * @memberof graft.raft.v1.Configuration
                 * @instance
                 */
                Configuration.prototype.voters = $util.emptyArray;

                /**
                 * Configuration outgoing.
                 * @member {Array.<graft.raft.v1.Member.$Properties>} outgoing
                 * @memberof graft.raft.v1.Configuration
                 * @instance
                 */
                Configuration.prototype.outgoing = $util.emptyArray;

                /**
                 * Configuration learners.
                 * @member {Array.<graft.raft.v1.Member.$Properties>} learners
                 * @memberof graft.raft.v1.Configuration
                 * @instance
                 */
                Configuration.prototype.learners = $util.emptyArray;

                /**
                 * Configuration leaseMs.
                 * @member {number} leaseMs
                 * @memberof graft.raft.v1.Configuration
                 * @instance
                 */
                Configuration.prototype.leaseMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Creates a new Configuration instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.Configuration
                 * @static
                 * @param {graft.raft.v1.Configuration.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.Configuration} Configuration instance
                 * @type {{
                 *   (properties: graft.raft.v1.Configuration.$Shape): graft.raft.v1.Configuration & graft.raft.v1.Configuration.$Shape;
                 *   (properties?: graft.raft.v1.Configuration.$Properties): graft.raft.v1.Configuration;
                 * }}
                 */
                Configuration.create = function(properties) {
                    return new Configuration(properties);
                };

                /**
                 * Encodes the specified Configuration message. Does not implicitly {@link graft.raft.v1.Configuration.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.Configuration
                 * @static
                 * @param {graft.raft.v1.Configuration.$Properties} message Configuration message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Configuration.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.voters != null && message.voters.length)
                        for (let i = 0; i < message.voters.length; ++i)
                            $root.graft.raft.v1.Member.encode(message.voters[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.outgoing != null && message.outgoing.length)
                        for (let i = 0; i < message.outgoing.length; ++i)
                            $root.graft.raft.v1.Member.encode(message.outgoing[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.learners != null && message.learners.length)
                        for (let i = 0; i < message.learners.length; ++i)
                            $root.graft.raft.v1.Member.encode(message.learners[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.leaseMs != null && $Object.hasOwnProperty.call(message, "leaseMs") && (typeof message.leaseMs === "object" ? message.leaseMs.low || message.leaseMs.high : message.leaseMs !== 0))
                        writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.leaseMs);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Configuration message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.Configuration
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Configuration & graft.raft.v1.Configuration.$Shape} Configuration
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Configuration.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.Configuration();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.voters && message.voters.length))
                                    message.voters = [];
                                message.voters.push($root.graft.raft.v1.Member.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.outgoing && message.outgoing.length))
                                    message.outgoing = [];
                                message.outgoing.push($root.graft.raft.v1.Member.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.learners && message.learners.length))
                                    message.learners = [];
                                message.learners.push($root.graft.raft.v1.Member.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.leaseMs = value;
                                else
                                    delete message.leaseMs;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Configuration;
            })();

            v1.Entry = (function() {

                /**
                 * Properties of an Entry.
                 * @typedef {Object} graft.raft.v1.Entry.$Properties
                 * @property {number|null} [term] Entry term
                 * @property {graft.raft.v1.NoOp.$Properties|null} [noOp] Entry noOp
                 * @property {Uint8Array|null} [command] Entry command
                 * @property {graft.raft.v1.Configuration.$Properties|null} [configuration] Entry configuration
                 * @property {"noOp"|"command"|"configuration"} [kind] Entry kind
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an Entry.
                 * @memberof graft.raft.v1
                 * @interface IEntry
                 * @augments graft.raft.v1.Entry.$Properties
                 * @deprecated Use graft.raft.v1.Entry.$Properties instead.
                 */

                /**
                 * Narrowed shape of an Entry.
                 * @typedef {{
                 *   term?: number|null;
                 *   noOp?: graft.raft.v1.NoOp.$Shape|null;
                 *   command?: Uint8Array|null;
                 *   configuration?: graft.raft.v1.Configuration.$Shape|null;
                 *   $unknowns?: Array.<Uint8Array>;
                 * } & (
                 *   ({ kind?: undefined; noOp?: null; command?: null; configuration?: null }|{ kind?: "noOp"; noOp: graft.raft.v1.NoOp.$Shape; command?: null; configuration?: null }|{ kind?: "command"; noOp?: null; command: Uint8Array; configuration?: null }|{ kind?: "configuration"; noOp?: null; command?: null; configuration: graft.raft.v1.Configuration.$Shape })
                 * )} graft.raft.v1.Entry.$Shape
                 */

                /**
                 * Constructs a new Entry.
                 * @memberof graft.raft.v1
                 * @classdesc Represents an Entry.
                 * @constructor
                 * @param {graft.raft.v1.Entry.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Entry = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Entry term.
                 * @member {number} term
                 * @memberof graft.raft.v1.Entry
                 * @instance
                 */
                Entry.prototype.term = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Entry noOp.
                 * @member {graft.raft.v1.NoOp.$Properties|null|undefined} noOp
                 * @memberof graft.raft.v1.Entry
                 * @instance
                 */
                Entry.prototype.noOp = null;

                /**
                 * Entry command.
                 * @member {Uint8Array|null|undefined} command
                 * @memberof graft.raft.v1.Entry
                 * @instance
                 */
                Entry.prototype.command = null;

                /**
                 * Entry configuration.
                 * @member {graft.raft.v1.Configuration.$Properties|null|undefined} configuration
                 * @memberof graft.raft.v1.Entry
                 * @instance
                 */
                Entry.prototype.configuration = null;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                /**
                 * Entry kind.
                 * @member {"noOp"|"command"|"configuration"|undefined} kind
                 * @memberof graft.raft.v1.Entry
                 * @instance
                 */
                $Object.defineProperty(Entry.prototype, "kind", {
                    get: $util.oneOfGetter($oneOfFields = ["noOp", "command", "configuration"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Creates a new Entry instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.Entry
                 * @static
                 * @param {graft.raft.v1.Entry.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.Entry} Entry instance
                 * @type {{
                 *   (properties: graft.raft.v1.Entry.$Shape): graft.raft.v1.Entry & graft.raft.v1.Entry.$Shape;
                 *   (properties?: graft.raft.v1.Entry.$Properties): graft.raft.v1.Entry;
                 * }}
                 */
                Entry.create = function(properties) {
                    return new Entry(properties);
                };

                /**
                 * Encodes the specified Entry message. Does not implicitly {@link graft.raft.v1.Entry.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.Entry
                 * @static
                 * @param {graft.raft.v1.Entry.$Properties} message Entry message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Entry.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.term != null && $Object.hasOwnProperty.call(message, "term") && (typeof message.term === "object" ? message.term.low || message.term.high : message.term !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.term);
                    if (message.noOp != null && $Object.hasOwnProperty.call(message, "noOp"))
                        $root.graft.raft.v1.NoOp.encode(message.noOp, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.command != null && $Object.hasOwnProperty.call(message, "command"))
                        writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.command);
                    if (message.configuration != null && $Object.hasOwnProperty.call(message, "configuration"))
                        $root.graft.raft.v1.Configuration.encode(message.configuration, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an Entry message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.Entry
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Entry & graft.raft.v1.Entry.$Shape} Entry
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Entry.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.Entry();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.term = value;
                                else
                                    delete message.term;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.noOp = $root.graft.raft.v1.NoOp.decode(reader, reader.size(), $undefined, _depth + 1, message.noOp);
                                message.kind = "noOp";
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.command = reader.bytes();
                                message.kind = "command";
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.configuration = $root.graft.raft.v1.Configuration.decode(reader, reader.size(), $undefined, _depth + 1, message.configuration);
                                message.kind = "configuration";
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Entry;
            })();

            v1.NoOp = (function() {

                /**
                 * Properties of a NoOp.
                 * @typedef {Object} graft.raft.v1.NoOp.$Properties
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a NoOp.
                 * @memberof graft.raft.v1
                 * @interface INoOp
                 * @augments graft.raft.v1.NoOp.$Properties
                 * @deprecated Use graft.raft.v1.NoOp.$Properties instead.
                 */

                /**
                 * Shape of a NoOp.
                 * @typedef {graft.raft.v1.NoOp.$Properties} graft.raft.v1.NoOp.$Shape
                 */

                /**
                 * Constructs a new NoOp.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a NoOp.
                 * @constructor
                 * @param {graft.raft.v1.NoOp.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const NoOp = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Creates a new NoOp instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.NoOp
                 * @static
                 * @param {graft.raft.v1.NoOp.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.NoOp} NoOp instance
                 * @type {{
                 *   (properties: graft.raft.v1.NoOp.$Shape): graft.raft.v1.NoOp & graft.raft.v1.NoOp.$Shape;
                 *   (properties?: graft.raft.v1.NoOp.$Properties): graft.raft.v1.NoOp;
                 * }}
                 */
                NoOp.create = function(properties) {
                    return new NoOp(properties);
                };

                /**
                 * Encodes the specified NoOp message. Does not implicitly {@link graft.raft.v1.NoOp.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.NoOp
                 * @static
                 * @param {graft.raft.v1.NoOp.$Properties} message NoOp message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                NoOp.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a NoOp message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.NoOp
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.NoOp & graft.raft.v1.NoOp.$Shape} NoOp
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                NoOp.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.NoOp();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        reader.skipType(tag & 7, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return NoOp;
            })();

            v1.AppendEntries = (function() {

                /**
                 * Properties of an AppendEntries.
                 * @typedef {Object} graft.raft.v1.AppendEntries.$Properties
                 * @property {number|null} [prevIndex] AppendEntries prevIndex
                 * @property {number|null} [prevTerm] AppendEntries prevTerm
                 * @property {number|null} [commitIndex] AppendEntries commitIndex
                 * @property {Array.<graft.raft.v1.Entry.$Properties>|null} [entries] AppendEntries entries
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an AppendEntries.
                 * @memberof graft.raft.v1
                 * @interface IAppendEntries
                 * @augments graft.raft.v1.AppendEntries.$Properties
                 * @deprecated Use graft.raft.v1.AppendEntries.$Properties instead.
                 */

                /**
                 * Shape of an AppendEntries.
                 * @typedef {{
                 *   prevIndex?: number|null;
                 *   prevTerm?: number|null;
                 *   commitIndex?: number|null;
                 *   entries?: Array.<graft.raft.v1.Entry.$Shape>|null;
                 *   $unknowns?: Array.<Uint8Array>;
                 * }} graft.raft.v1.AppendEntries.$Shape
                 */

                /**
                 * Constructs a new AppendEntries.
                 * @memberof graft.raft.v1
                 * @classdesc Represents an AppendEntries.
                 * @constructor
                 * @param {graft.raft.v1.AppendEntries.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const AppendEntries = function (properties) {
                    this.entries = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * AppendEntries prevIndex.
                 * @member {number} prevIndex
                 * @memberof graft.raft.v1.AppendEntries
                 * @instance
                 */
                AppendEntries.prototype.prevIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * AppendEntries prevTerm.
                 * @member {number} prevTerm
                 * @memberof graft.raft.v1.AppendEntries
                 * @instance
                 */
                AppendEntries.prototype.prevTerm = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * AppendEntries commitIndex.
                 * @member {number} commitIndex
                 * @memberof graft.raft.v1.AppendEntries
                 * @instance
                 */
                AppendEntries.prototype.commitIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * AppendEntries entries.
                 * @member {Array.<graft.raft.v1.Entry.$Properties>} entries
                 * @memberof graft.raft.v1.AppendEntries
                 * @instance
                 */
                AppendEntries.prototype.entries = $util.emptyArray;

                /**
                 * Creates a new AppendEntries instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.AppendEntries
                 * @static
                 * @param {graft.raft.v1.AppendEntries.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.AppendEntries} AppendEntries instance
                 * @type {{
                 *   (properties: graft.raft.v1.AppendEntries.$Shape): graft.raft.v1.AppendEntries & graft.raft.v1.AppendEntries.$Shape;
                 *   (properties?: graft.raft.v1.AppendEntries.$Properties): graft.raft.v1.AppendEntries;
                 * }}
                 */
                AppendEntries.create = function(properties) {
                    return new AppendEntries(properties);
                };

                /**
                 * Encodes the specified AppendEntries message. Does not implicitly {@link graft.raft.v1.AppendEntries.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.AppendEntries
                 * @static
                 * @param {graft.raft.v1.AppendEntries.$Properties} message AppendEntries message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                AppendEntries.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.prevIndex != null && $Object.hasOwnProperty.call(message, "prevIndex") && (typeof message.prevIndex === "object" ? message.prevIndex.low || message.prevIndex.high : message.prevIndex !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.prevIndex);
                    if (message.prevTerm != null && $Object.hasOwnProperty.call(message, "prevTerm") && (typeof message.prevTerm === "object" ? message.prevTerm.low || message.prevTerm.high : message.prevTerm !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.prevTerm);
                    if (message.commitIndex != null && $Object.hasOwnProperty.call(message, "commitIndex") && (typeof message.commitIndex === "object" ? message.commitIndex.low || message.commitIndex.high : message.commitIndex !== 0))
                        writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.commitIndex);
                    if (message.entries != null && message.entries.length)
                        for (let i = 0; i < message.entries.length; ++i)
                            $root.graft.raft.v1.Entry.encode(message.entries[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an AppendEntries message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.AppendEntries
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.AppendEntries & graft.raft.v1.AppendEntries.$Shape} AppendEntries
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                AppendEntries.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.AppendEntries();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.prevIndex = value;
                                else
                                    delete message.prevIndex;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.prevTerm = value;
                                else
                                    delete message.prevTerm;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.commitIndex = value;
                                else
                                    delete message.commitIndex;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.entries && message.entries.length))
                                    message.entries = [];
                                message.entries.push($root.graft.raft.v1.Entry.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return AppendEntries;
            })();

            v1.AppendAck = (function() {

                /**
                 * Properties of an AppendAck.
                 * @typedef {Object} graft.raft.v1.AppendAck.$Properties
                 * @property {number|null} [matchIndex] AppendAck matchIndex
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an AppendAck.
                 * @memberof graft.raft.v1
                 * @interface IAppendAck
                 * @augments graft.raft.v1.AppendAck.$Properties
                 * @deprecated Use graft.raft.v1.AppendAck.$Properties instead.
                 */

                /**
                 * Shape of an AppendAck.
                 * @typedef {graft.raft.v1.AppendAck.$Properties} graft.raft.v1.AppendAck.$Shape
                 */

                /**
                 * Constructs a new AppendAck.
                 * @memberof graft.raft.v1
                 * @classdesc Represents an AppendAck.
                 * @constructor
                 * @param {graft.raft.v1.AppendAck.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const AppendAck = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * AppendAck matchIndex.
                 * @member {number} matchIndex
                 * @memberof graft.raft.v1.AppendAck
                 * @instance
                 */
                AppendAck.prototype.matchIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Creates a new AppendAck instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.AppendAck
                 * @static
                 * @param {graft.raft.v1.AppendAck.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.AppendAck} AppendAck instance
                 * @type {{
                 *   (properties: graft.raft.v1.AppendAck.$Shape): graft.raft.v1.AppendAck & graft.raft.v1.AppendAck.$Shape;
                 *   (properties?: graft.raft.v1.AppendAck.$Properties): graft.raft.v1.AppendAck;
                 * }}
                 */
                AppendAck.create = function(properties) {
                    return new AppendAck(properties);
                };

                /**
                 * Encodes the specified AppendAck message. Does not implicitly {@link graft.raft.v1.AppendAck.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.AppendAck
                 * @static
                 * @param {graft.raft.v1.AppendAck.$Properties} message AppendAck message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                AppendAck.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.matchIndex != null && $Object.hasOwnProperty.call(message, "matchIndex") && (typeof message.matchIndex === "object" ? message.matchIndex.low || message.matchIndex.high : message.matchIndex !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.matchIndex);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an AppendAck message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.AppendAck
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.AppendAck & graft.raft.v1.AppendAck.$Shape} AppendAck
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                AppendAck.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.AppendAck();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.matchIndex = value;
                                else
                                    delete message.matchIndex;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return AppendAck;
            })();

            v1.AppendRefusal = (function() {

                /**
                 * Properties of an AppendRefusal.
                 * @typedef {Object} graft.raft.v1.AppendRefusal.$Properties
                 * @property {number|null} [prevIndex] AppendRefusal prevIndex
                 * @property {number|null} [hintIndex] AppendRefusal hintIndex
                 * @property {number|null} [hintTerm] AppendRefusal hintTerm
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an AppendRefusal.
                 * @memberof graft.raft.v1
                 * @interface IAppendRefusal
                 * @augments graft.raft.v1.AppendRefusal.$Properties
                 * @deprecated Use graft.raft.v1.AppendRefusal.$Properties instead.
                 */

                /**
                 * Shape of an AppendRefusal.
                 * @typedef {graft.raft.v1.AppendRefusal.$Properties} graft.raft.v1.AppendRefusal.$Shape
                 */

                /**
                 * Constructs a new AppendRefusal.
                 * @memberof graft.raft.v1
                 * @classdesc Represents an AppendRefusal.
                 * @constructor
                 * @param {graft.raft.v1.AppendRefusal.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const AppendRefusal = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * AppendRefusal prevIndex.
                 * @member {number} prevIndex
                 * @memberof graft.raft.v1.AppendRefusal
                 * @instance
                 */
                AppendRefusal.prototype.prevIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * AppendRefusal hintIndex.
                 * @member {number} hintIndex
                 * @memberof graft.raft.v1.AppendRefusal
                 * @instance
                 */
                AppendRefusal.prototype.hintIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * AppendRefusal hintTerm.
                 * @member {number} hintTerm
                 * @memberof graft.raft.v1.AppendRefusal
                 * @instance
                 */
                AppendRefusal.prototype.hintTerm = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Creates a new AppendRefusal instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.AppendRefusal
                 * @static
                 * @param {graft.raft.v1.AppendRefusal.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.AppendRefusal} AppendRefusal instance
                 * @type {{
                 *   (properties: graft.raft.v1.AppendRefusal.$Shape): graft.raft.v1.AppendRefusal & graft.raft.v1.AppendRefusal.$Shape;
                 *   (properties?: graft.raft.v1.AppendRefusal.$Properties): graft.raft.v1.AppendRefusal;
                 * }}
                 */
                AppendRefusal.create = function(properties) {
                    return new AppendRefusal(properties);
                };

                /**
                 * Encodes the specified AppendRefusal message. Does not implicitly {@link graft.raft.v1.AppendRefusal.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.AppendRefusal
                 * @static
                 * @param {graft.raft.v1.AppendRefusal.$Properties} message AppendRefusal message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                AppendRefusal.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.prevIndex != null && $Object.hasOwnProperty.call(message, "prevIndex") && (typeof message.prevIndex === "object" ? message.prevIndex.low || message.prevIndex.high : message.prevIndex !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.prevIndex);
                    if (message.hintIndex != null && $Object.hasOwnProperty.call(message, "hintIndex") && (typeof message.hintIndex === "object" ? message.hintIndex.low || message.hintIndex.high : message.hintIndex !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.hintIndex);
                    if (message.hintTerm != null && $Object.hasOwnProperty.call(message, "hintTerm") && (typeof message.hintTerm === "object" ? message.hintTerm.low || message.hintTerm.high : message.hintTerm !== 0))
                        writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.hintTerm);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an AppendRefusal message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.AppendRefusal
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.AppendRefusal & graft.raft.v1.AppendRefusal.$Shape} AppendRefusal
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                AppendRefusal.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.AppendRefusal();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.prevIndex = value;
                                else
                                    delete message.prevIndex;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.hintIndex = value;
                                else
                                    delete message.hintIndex;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.hintTerm = value;
                                else
                                    delete message.hintTerm;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return AppendRefusal;
            })();

            v1.InstallSnapshot = (function() {

                /**
                 * Properties of an InstallSnapshot.
                 * @typedef {Object} graft.raft.v1.InstallSnapshot.$Properties
                 * @property {number|null} [lastIndex] InstallSnapshot lastIndex
                 * @property {number|null} [lastTerm] InstallSnapshot lastTerm
                 * @property {graft.raft.v1.Configuration.$Properties|null} [configuration] InstallSnapshot configuration
                 * @property {number|null} [totalBytes] InstallSnapshot totalBytes
                 * @property {number|null} [offset] InstallSnapshot offset
                 * @property {Uint8Array|null} [data] InstallSnapshot data
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an InstallSnapshot.
                 * @memberof graft.raft.v1
                 * @interface IInstallSnapshot
                 * @augments graft.raft.v1.InstallSnapshot.$Properties
                 * @deprecated Use graft.raft.v1.InstallSnapshot.$Properties instead.
                 */

                /**
                 * Shape of an InstallSnapshot.
                 * @typedef {graft.raft.v1.InstallSnapshot.$Properties} graft.raft.v1.InstallSnapshot.$Shape
                 */

                /**
                 * Constructs a new InstallSnapshot.
                 * @memberof graft.raft.v1
                 * @classdesc Represents an InstallSnapshot.
                 * @constructor
                 * @param {graft.raft.v1.InstallSnapshot.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const InstallSnapshot = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * InstallSnapshot lastIndex.
                 * @member {number} lastIndex
                 * @memberof graft.raft.v1.InstallSnapshot
                 * @instance
                 */
                InstallSnapshot.prototype.lastIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * InstallSnapshot lastTerm.
                 * @member {number} lastTerm
                 * @memberof graft.raft.v1.InstallSnapshot
                 * @instance
                 */
                InstallSnapshot.prototype.lastTerm = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * InstallSnapshot configuration.
                 * @member {graft.raft.v1.Configuration.$Properties|null|undefined} configuration
                 * @memberof graft.raft.v1.InstallSnapshot
                 * @instance
                 */
                InstallSnapshot.prototype.configuration = null;

                /**
                 * InstallSnapshot totalBytes.
                 * @member {number} totalBytes
                 * @memberof graft.raft.v1.InstallSnapshot
                 * @instance
                 */
                InstallSnapshot.prototype.totalBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * InstallSnapshot offset.
                 * @member {number} offset
                 * @memberof graft.raft.v1.InstallSnapshot
                 * @instance
                 */
                InstallSnapshot.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * InstallSnapshot data.
                 * @member {Uint8Array} data
                 * @memberof graft.raft.v1.InstallSnapshot
                 * @instance
                 */
                InstallSnapshot.prototype.data = $util.newBuffer([]);

                /**
                 * Creates a new InstallSnapshot instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.InstallSnapshot
                 * @static
                 * @param {graft.raft.v1.InstallSnapshot.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.InstallSnapshot} InstallSnapshot instance
                 * @type {{
                 *   (properties: graft.raft.v1.InstallSnapshot.$Shape): graft.raft.v1.InstallSnapshot & graft.raft.v1.InstallSnapshot.$Shape;
                 *   (properties?: graft.raft.v1.InstallSnapshot.$Properties): graft.raft.v1.InstallSnapshot;
                 * }}
                 */
                InstallSnapshot.create = function(properties) {
                    return new InstallSnapshot(properties);
                };

                /**
                 * Encodes the specified InstallSnapshot message. Does not implicitly {@link graft.raft.v1.InstallSnapshot.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.InstallSnapshot
                 * @static
                 * @param {graft.raft.v1.InstallSnapshot.$Properties} message InstallSnapshot message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                InstallSnapshot.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.lastIndex != null && $Object.hasOwnProperty.call(message, "lastIndex") && (typeof message.lastIndex === "object" ? message.lastIndex.low || message.lastIndex.high : message.lastIndex !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.lastIndex);
                    if (message.lastTerm != null && $Object.hasOwnProperty.call(message, "lastTerm") && (typeof message.lastTerm === "object" ? message.lastTerm.low || message.lastTerm.high : message.lastTerm !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.lastTerm);
                    if (message.configuration != null && $Object.hasOwnProperty.call(message, "configuration"))
                        $root.graft.raft.v1.Configuration.encode(message.configuration, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.totalBytes != null && $Object.hasOwnProperty.call(message, "totalBytes") && (typeof message.totalBytes === "object" ? message.totalBytes.low || message.totalBytes.high : message.totalBytes !== 0))
                        writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.totalBytes);
                    if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && (typeof message.offset === "object" ? message.offset.low || message.offset.high : message.offset !== 0))
                        writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.offset);
                    if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                        writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.data);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an InstallSnapshot message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.InstallSnapshot
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.InstallSnapshot & graft.raft.v1.InstallSnapshot.$Shape} InstallSnapshot
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                InstallSnapshot.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.InstallSnapshot();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.lastIndex = value;
                                else
                                    delete message.lastIndex;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.lastTerm = value;
                                else
                                    delete message.lastTerm;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.configuration = $root.graft.raft.v1.Configuration.decode(reader, reader.size(), $undefined, _depth + 1, message.configuration);
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.totalBytes = value;
                                else
                                    delete message.totalBytes;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.offset = value;
                                else
                                    delete message.offset;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.data = value;
                                else
                                    delete message.data;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return InstallSnapshot;
            })();

            v1.SnapshotAck = (function() {

                /**
                 * Properties of a SnapshotAck.
                 * @typedef {Object} graft.raft.v1.SnapshotAck.$Properties
                 * @property {number|null} [lastIndex] SnapshotAck lastIndex
                 * @property {number|null} [offset] SnapshotAck offset
                 * @property {boolean|null} [installed] SnapshotAck installed
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a SnapshotAck.
                 * @memberof graft.raft.v1
                 * @interface ISnapshotAck
                 * @augments graft.raft.v1.SnapshotAck.$Properties
                 * @deprecated Use graft.raft.v1.SnapshotAck.$Properties instead.
                 */

                /**
                 * Shape of a SnapshotAck.
                 * @typedef {graft.raft.v1.SnapshotAck.$Properties} graft.raft.v1.SnapshotAck.$Shape
                 */

                /**
                 * Constructs a new SnapshotAck.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a SnapshotAck.
                 * @constructor
                 * @param {graft.raft.v1.SnapshotAck.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const SnapshotAck = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * SnapshotAck lastIndex.
                 * @member {number} lastIndex
                 * @memberof graft.raft.v1.SnapshotAck
                 * @instance
                 */
                SnapshotAck.prototype.lastIndex = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * SnapshotAck offset.
                 * @member {number} offset
                 * @memberof graft.raft.v1.SnapshotAck
                 * @instance
                 */
                SnapshotAck.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * SnapshotAck installed.
                 * @member {boolean} installed
                 * @memberof graft.raft.v1.SnapshotAck
                 * @instance
                 */
                SnapshotAck.prototype.installed = false;

                /**
                 * Creates a new SnapshotAck instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.SnapshotAck
                 * @static
                 * @param {graft.raft.v1.SnapshotAck.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.SnapshotAck} SnapshotAck instance
                 * @type {{
                 *   (properties: graft.raft.v1.SnapshotAck.$Shape): graft.raft.v1.SnapshotAck & graft.raft.v1.SnapshotAck.$Shape;
                 *   (properties?: graft.raft.v1.SnapshotAck.$Properties): graft.raft.v1.SnapshotAck;
                 * }}
                 */
                SnapshotAck.create = function(properties) {
                    return new SnapshotAck(properties);
                };

                /**
                 * Encodes the specified SnapshotAck message. Does not implicitly {@link graft.raft.v1.SnapshotAck.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.SnapshotAck
                 * @static
                 * @param {graft.raft.v1.SnapshotAck.$Properties} message SnapshotAck message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                SnapshotAck.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.lastIndex != null && $Object.hasOwnProperty.call(message, "lastIndex") && (typeof message.lastIndex === "object" ? message.lastIndex.low || message.lastIndex.high : message.lastIndex !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.lastIndex);
                    if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && (typeof message.offset === "object" ? message.offset.low || message.offset.high : message.offset !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.offset);
                    if (message.installed != null && $Object.hasOwnProperty.call(message, "installed") && message.installed !== false)
                        writer.uint32(/* id 3, wireType 0 =*/24).bool(message.installed);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a SnapshotAck message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.SnapshotAck
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.SnapshotAck & graft.raft.v1.SnapshotAck.$Shape} SnapshotAck
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                SnapshotAck.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.SnapshotAck();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.lastIndex = value;
                                else
                                    delete message.lastIndex;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.offset = value;
                                else
                                    delete message.offset;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.installed = value;
                                else
                                    delete message.installed;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return SnapshotAck;
            })();

            v1.ReadIndexRequest = (function() {

                /**
                 * Properties of a ReadIndexRequest.
                 * @typedef {Object} graft.raft.v1.ReadIndexRequest.$Properties
                 * @property {number|null} [requestId] ReadIndexRequest requestId
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ReadIndexRequest.
                 * @memberof graft.raft.v1
                 * @interface IReadIndexRequest
                 * @augments graft.raft.v1.ReadIndexRequest.$Properties
                 * @deprecated Use graft.raft.v1.ReadIndexRequest.$Properties instead.
                 */

                /**
                 * Shape of a ReadIndexRequest.
                 * @typedef {graft.raft.v1.ReadIndexRequest.$Properties} graft.raft.v1.ReadIndexRequest.$Shape
                 */

                /**
                 * Constructs a new ReadIndexRequest.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a ReadIndexRequest.
                 * @constructor
                 * @param {graft.raft.v1.ReadIndexRequest.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ReadIndexRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ReadIndexRequest requestId.
                 * @member {number} requestId
                 * @memberof graft.raft.v1.ReadIndexRequest
                 * @instance
                 */
                ReadIndexRequest.prototype.requestId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Creates a new ReadIndexRequest instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.ReadIndexRequest
                 * @static
                 * @param {graft.raft.v1.ReadIndexRequest.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.ReadIndexRequest} ReadIndexRequest instance
                 * @type {{
                 *   (properties: graft.raft.v1.ReadIndexRequest.$Shape): graft.raft.v1.ReadIndexRequest & graft.raft.v1.ReadIndexRequest.$Shape;
                 *   (properties?: graft.raft.v1.ReadIndexRequest.$Properties): graft.raft.v1.ReadIndexRequest;
                 * }}
                 */
                ReadIndexRequest.create = function(properties) {
                    return new ReadIndexRequest(properties);
                };

                /**
                 * Encodes the specified ReadIndexRequest message. Does not implicitly {@link graft.raft.v1.ReadIndexRequest.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.ReadIndexRequest
                 * @static
                 * @param {graft.raft.v1.ReadIndexRequest.$Properties} message ReadIndexRequest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ReadIndexRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.requestId != null && $Object.hasOwnProperty.call(message, "requestId") && (typeof message.requestId === "object" ? message.requestId.low || message.requestId.high : message.requestId !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.requestId);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a ReadIndexRequest message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.ReadIndexRequest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.ReadIndexRequest & graft.raft.v1.ReadIndexRequest.$Shape} ReadIndexRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ReadIndexRequest.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.ReadIndexRequest();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.requestId = value;
                                else
                                    delete message.requestId;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ReadIndexRequest;
            })();

            v1.ReadIndexResponse = (function() {

                /**
                 * Properties of a ReadIndexResponse.
                 * @typedef {Object} graft.raft.v1.ReadIndexResponse.$Properties
                 * @property {number|null} [requestId] ReadIndexResponse requestId
                 * @property {number|null} [index] ReadIndexResponse index
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ReadIndexResponse.
                 * @memberof graft.raft.v1
                 * @interface IReadIndexResponse
                 * @augments graft.raft.v1.ReadIndexResponse.$Properties
                 * @deprecated Use graft.raft.v1.ReadIndexResponse.$Properties instead.
                 */

                /**
                 * Shape of a ReadIndexResponse.
                 * @typedef {graft.raft.v1.ReadIndexResponse.$Properties} graft.raft.v1.ReadIndexResponse.$Shape
                 */

                /**
                 * Constructs a new ReadIndexResponse.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a ReadIndexResponse.
                 * @constructor
                 * @param {graft.raft.v1.ReadIndexResponse.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ReadIndexResponse = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ReadIndexResponse requestId.
                 * @member {number} requestId
                 * @memberof graft.raft.v1.ReadIndexResponse
                 * @instance
                 */
                ReadIndexResponse.prototype.requestId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * ReadIndexResponse index.
                 * @member {number} index
                 * @memberof graft.raft.v1.ReadIndexResponse
                 * @instance
                 */
                ReadIndexResponse.prototype.index = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Creates a new ReadIndexResponse instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.ReadIndexResponse
                 * @static
                 * @param {graft.raft.v1.ReadIndexResponse.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.ReadIndexResponse} ReadIndexResponse instance
                 * @type {{
                 *   (properties: graft.raft.v1.ReadIndexResponse.$Shape): graft.raft.v1.ReadIndexResponse & graft.raft.v1.ReadIndexResponse.$Shape;
                 *   (properties?: graft.raft.v1.ReadIndexResponse.$Properties): graft.raft.v1.ReadIndexResponse;
                 * }}
                 */
                ReadIndexResponse.create = function(properties) {
                    return new ReadIndexResponse(properties);
                };

                /**
                 * Encodes the specified ReadIndexResponse message. Does not implicitly {@link graft.raft.v1.ReadIndexResponse.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.ReadIndexResponse
                 * @static
                 * @param {graft.raft.v1.ReadIndexResponse.$Properties} message ReadIndexResponse message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ReadIndexResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.requestId != null && $Object.hasOwnProperty.call(message, "requestId") && (typeof message.requestId === "object" ? message.requestId.low || message.requestId.high : message.requestId !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.requestId);
                    if (message.index != null && $Object.hasOwnProperty.call(message, "index") && (typeof message.index === "object" ? message.index.low || message.index.high : message.index !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.index);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a ReadIndexResponse message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.ReadIndexResponse
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.ReadIndexResponse & graft.raft.v1.ReadIndexResponse.$Shape} ReadIndexResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ReadIndexResponse.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.ReadIndexResponse();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.requestId = value;
                                else
                                    delete message.requestId;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.index = value;
                                else
                                    delete message.index;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ReadIndexResponse;
            })();

            v1.FormationWord = (function() {

                /**
                 * Properties of a FormationWord.
                 * @typedef {Object} graft.raft.v1.FormationWord.$Properties
                 * @property {number|null} [version] FormationWord version
                 * @property {string|null} [cluster] FormationWord cluster
                 * @property {string|null} [from] FormationWord from
                 * @property {string|null} [incarnation] FormationWord incarnation
                 * @property {number|null} [size] FormationWord size
                 * @property {number|null} [leaseMs] FormationWord leaseMs
                 * @property {graft.raft.v1.FormationFree.$Properties|null} [free] FormationWord free
                 * @property {graft.raft.v1.FormationBound.$Properties|null} [bound] FormationWord bound
                 * @property {graft.raft.v1.FormationProposal.$Properties|null} [proposing] FormationWord proposing
                 * @property {graft.raft.v1.FormationFormed.$Properties|null} [formed] FormationWord formed
                 * @property {graft.raft.v1.FormationAbandoned.$Properties|null} [abandoned] FormationWord abandoned
                 * @property {"free"|"bound"|"proposing"|"formed"|"abandoned"} [body] FormationWord body
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a FormationWord.
                 * @memberof graft.raft.v1
                 * @interface IFormationWord
                 * @augments graft.raft.v1.FormationWord.$Properties
                 * @deprecated Use graft.raft.v1.FormationWord.$Properties instead.
                 */

                /**
                 * Narrowed shape of a FormationWord.
                 * @typedef {{
                 *   version?: number|null;
                 *   cluster?: string|null;
                 *   from?: string|null;
                 *   incarnation?: string|null;
                 *   size?: number|null;
                 *   leaseMs?: number|null;
                 *   free?: graft.raft.v1.FormationFree.$Shape|null;
                 *   bound?: graft.raft.v1.FormationBound.$Shape|null;
                 *   proposing?: graft.raft.v1.FormationProposal.$Shape|null;
                 *   formed?: graft.raft.v1.FormationFormed.$Shape|null;
                 *   abandoned?: graft.raft.v1.FormationAbandoned.$Shape|null;
                 *   $unknowns?: Array.<Uint8Array>;
                 * } & (
                 *   ({ body?: undefined; free?: null; bound?: null; proposing?: null; formed?: null; abandoned?: null }|{ body?: "free"; free: graft.raft.v1.FormationFree.$Shape; bound?: null; proposing?: null; formed?: null; abandoned?: null }|{ body?: "bound"; free?: null; bound: graft.raft.v1.FormationBound.$Shape; proposing?: null; formed?: null; abandoned?: null }|{ body?: "proposing"; free?: null; bound?: null; proposing: graft.raft.v1.FormationProposal.$Shape; formed?: null; abandoned?: null }|{ body?: "formed"; free?: null; bound?: null; proposing?: null; formed: graft.raft.v1.FormationFormed.$Shape; abandoned?: null }|{ body?: "abandoned"; free?: null; bound?: null; proposing?: null; formed?: null; abandoned: graft.raft.v1.FormationAbandoned.$Shape })
                 * )} graft.raft.v1.FormationWord.$Shape
                 */

                /**
                 * Constructs a new FormationWord.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a FormationWord.
                 * @constructor
                 * @param {graft.raft.v1.FormationWord.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const FormationWord = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * FormationWord version.
                 * @member {number} version
                 * @memberof graft.raft.v1.FormationWord
                 * @instance
                 */
                FormationWord.prototype.version = 0;

                /**
                 * FormationWord cluster.
                 * @member {string} cluster
                 * @memberof graft.raft.v1.FormationWord
                 * @instance
                 */
                FormationWord.prototype.cluster = "";

                /**
                 * FormationWord from.
                 * @member {string} from
                 * @memberof graft.raft.v1.FormationWord
                 * @instance
                 */
                FormationWord.prototype.from = "";

                /**
                 * FormationWord incarnation.
                 * @member {string} incarnation
                 * @memberof graft.raft.v1.FormationWord
                 * @instance
                 */
                FormationWord.prototype.incarnation = "";

                /**
                 * FormationWord size.
                 * @member {number} size
                 * @memberof graft.raft.v1.FormationWord
                 * @instance
                 */
                FormationWord.prototype.size = 0;

                /**
                 * FormationWord leaseMs.
                 * @member {number} leaseMs
                 * @memberof graft.raft.v1.FormationWord
                 * @instance
                 */
                FormationWord.prototype.leaseMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * FormationWord free.
                 * @member {graft.raft.v1.FormationFree.$Properties|null|undefined} free
                 * @memberof graft.raft.v1.FormationWord
                 * @instance
                 */
                FormationWord.prototype.free = null;

                /**
                 * FormationWord bound.
                 * @member {graft.raft.v1.FormationBound.$Properties|null|undefined} bound
                 * @memberof graft.raft.v1.FormationWord
                 * @instance
                 */
                FormationWord.prototype.bound = null;

                /**
                 * FormationWord proposing.
                 * @member {graft.raft.v1.FormationProposal.$Properties|null|undefined} proposing
                 * @memberof graft.raft.v1.FormationWord
                 * @instance
                 */
                FormationWord.prototype.proposing = null;

                /**
                 * FormationWord formed.
                 * @member {graft.raft.v1.FormationFormed.$Properties|null|undefined} formed
                 * @memberof graft.raft.v1.FormationWord
                 * @instance
                 */
                FormationWord.prototype.formed = null;

                /**
                 * FormationWord abandoned.
                 * @member {graft.raft.v1.FormationAbandoned.$Properties|null|undefined} abandoned
                 * @memberof graft.raft.v1.FormationWord
                 * @instance
                 */
                FormationWord.prototype.abandoned = null;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                /**
                 * FormationWord body.
                 * @member {"free"|"bound"|"proposing"|"formed"|"abandoned"|undefined} body
                 * @memberof graft.raft.v1.FormationWord
                 * @instance
                 */
                $Object.defineProperty(FormationWord.prototype, "body", {
                    get: $util.oneOfGetter($oneOfFields = ["free", "bound", "proposing", "formed", "abandoned"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Creates a new FormationWord instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.FormationWord
                 * @static
                 * @param {graft.raft.v1.FormationWord.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.FormationWord} FormationWord instance
                 * @type {{
                 *   (properties: graft.raft.v1.FormationWord.$Shape): graft.raft.v1.FormationWord & graft.raft.v1.FormationWord.$Shape;
                 *   (properties?: graft.raft.v1.FormationWord.$Properties): graft.raft.v1.FormationWord;
                 * }}
                 */
                FormationWord.create = function(properties) {
                    return new FormationWord(properties);
                };

                /**
                 * Encodes the specified FormationWord message. Does not implicitly {@link graft.raft.v1.FormationWord.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.FormationWord
                 * @static
                 * @param {graft.raft.v1.FormationWord.$Properties} message FormationWord message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                FormationWord.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
                    if (message.cluster != null && $Object.hasOwnProperty.call(message, "cluster") && message.cluster !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.cluster);
                    if (message.from != null && $Object.hasOwnProperty.call(message, "from") && message.from !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.from);
                    if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && message.incarnation !== "")
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.incarnation);
                    if (message.size != null && $Object.hasOwnProperty.call(message, "size") && message.size !== 0)
                        writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.size);
                    if (message.leaseMs != null && $Object.hasOwnProperty.call(message, "leaseMs") && (typeof message.leaseMs === "object" ? message.leaseMs.low || message.leaseMs.high : message.leaseMs !== 0))
                        writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.leaseMs);
                    if (message.free != null && $Object.hasOwnProperty.call(message, "free"))
                        $root.graft.raft.v1.FormationFree.encode(message.free, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                    if (message.bound != null && $Object.hasOwnProperty.call(message, "bound"))
                        $root.graft.raft.v1.FormationBound.encode(message.bound, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                    if (message.proposing != null && $Object.hasOwnProperty.call(message, "proposing"))
                        $root.graft.raft.v1.FormationProposal.encode(message.proposing, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                    if (message.formed != null && $Object.hasOwnProperty.call(message, "formed"))
                        $root.graft.raft.v1.FormationFormed.encode(message.formed, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                    if (message.abandoned != null && $Object.hasOwnProperty.call(message, "abandoned"))
                        $root.graft.raft.v1.FormationAbandoned.encode(message.abandoned, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a FormationWord message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.FormationWord
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.FormationWord & graft.raft.v1.FormationWord.$Shape} FormationWord
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                FormationWord.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.FormationWord();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.version = value;
                                else
                                    delete message.version;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.cluster = value;
                                else
                                    delete message.cluster;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.from = value;
                                else
                                    delete message.from;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.incarnation = value;
                                else
                                    delete message.incarnation;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.size = value;
                                else
                                    delete message.size;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.leaseMs = value;
                                else
                                    delete message.leaseMs;
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                message.free = $root.graft.raft.v1.FormationFree.decode(reader, reader.size(), $undefined, _depth + 1, message.free);
                                message.body = "free";
                                continue;
                            }
                        case 9: {
                                if (wireType !== 2)
                                    break;
                                message.bound = $root.graft.raft.v1.FormationBound.decode(reader, reader.size(), $undefined, _depth + 1, message.bound);
                                message.body = "bound";
                                continue;
                            }
                        case 10: {
                                if (wireType !== 2)
                                    break;
                                message.proposing = $root.graft.raft.v1.FormationProposal.decode(reader, reader.size(), $undefined, _depth + 1, message.proposing);
                                message.body = "proposing";
                                continue;
                            }
                        case 11: {
                                if (wireType !== 2)
                                    break;
                                message.formed = $root.graft.raft.v1.FormationFormed.decode(reader, reader.size(), $undefined, _depth + 1, message.formed);
                                message.body = "formed";
                                continue;
                            }
                        case 12: {
                                if (wireType !== 2)
                                    break;
                                message.abandoned = $root.graft.raft.v1.FormationAbandoned.decode(reader, reader.size(), $undefined, _depth + 1, message.abandoned);
                                message.body = "abandoned";
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return FormationWord;
            })();

            v1.FormationFree = (function() {

                /**
                 * Properties of a FormationFree.
                 * @typedef {Object} graft.raft.v1.FormationFree.$Properties
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a FormationFree.
                 * @memberof graft.raft.v1
                 * @interface IFormationFree
                 * @augments graft.raft.v1.FormationFree.$Properties
                 * @deprecated Use graft.raft.v1.FormationFree.$Properties instead.
                 */

                /**
                 * Shape of a FormationFree.
                 * @typedef {graft.raft.v1.FormationFree.$Properties} graft.raft.v1.FormationFree.$Shape
                 */

                /**
                 * Constructs a new FormationFree.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a FormationFree.
                 * @constructor
                 * @param {graft.raft.v1.FormationFree.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const FormationFree = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Creates a new FormationFree instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.FormationFree
                 * @static
                 * @param {graft.raft.v1.FormationFree.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.FormationFree} FormationFree instance
                 * @type {{
                 *   (properties: graft.raft.v1.FormationFree.$Shape): graft.raft.v1.FormationFree & graft.raft.v1.FormationFree.$Shape;
                 *   (properties?: graft.raft.v1.FormationFree.$Properties): graft.raft.v1.FormationFree;
                 * }}
                 */
                FormationFree.create = function(properties) {
                    return new FormationFree(properties);
                };

                /**
                 * Encodes the specified FormationFree message. Does not implicitly {@link graft.raft.v1.FormationFree.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.FormationFree
                 * @static
                 * @param {graft.raft.v1.FormationFree.$Properties} message FormationFree message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                FormationFree.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a FormationFree message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.FormationFree
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.FormationFree & graft.raft.v1.FormationFree.$Shape} FormationFree
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                FormationFree.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.FormationFree();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        reader.skipType(tag & 7, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return FormationFree;
            })();

            v1.FormationBound = (function() {

                /**
                 * Properties of a FormationBound.
                 * @typedef {Object} graft.raft.v1.FormationBound.$Properties
                 * @property {string|null} [clusterId] FormationBound clusterId
                 * @property {graft.raft.v1.Member.$Properties|null} [proposer] FormationBound proposer
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a FormationBound.
                 * @memberof graft.raft.v1
                 * @interface IFormationBound
                 * @augments graft.raft.v1.FormationBound.$Properties
                 * @deprecated Use graft.raft.v1.FormationBound.$Properties instead.
                 */

                /**
                 * Shape of a FormationBound.
                 * @typedef {graft.raft.v1.FormationBound.$Properties} graft.raft.v1.FormationBound.$Shape
                 */

                /**
                 * Constructs a new FormationBound.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a FormationBound.
                 * @constructor
                 * @param {graft.raft.v1.FormationBound.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const FormationBound = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * FormationBound clusterId.
                 * @member {string} clusterId
                 * @memberof graft.raft.v1.FormationBound
                 * @instance
                 */
                FormationBound.prototype.clusterId = "";

                /**
                 * FormationBound proposer.
                 * @member {graft.raft.v1.Member.$Properties|null|undefined} proposer
                 * @memberof graft.raft.v1.FormationBound
                 * @instance
                 */
                FormationBound.prototype.proposer = null;

                /**
                 * Creates a new FormationBound instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.FormationBound
                 * @static
                 * @param {graft.raft.v1.FormationBound.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.FormationBound} FormationBound instance
                 * @type {{
                 *   (properties: graft.raft.v1.FormationBound.$Shape): graft.raft.v1.FormationBound & graft.raft.v1.FormationBound.$Shape;
                 *   (properties?: graft.raft.v1.FormationBound.$Properties): graft.raft.v1.FormationBound;
                 * }}
                 */
                FormationBound.create = function(properties) {
                    return new FormationBound(properties);
                };

                /**
                 * Encodes the specified FormationBound message. Does not implicitly {@link graft.raft.v1.FormationBound.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.FormationBound
                 * @static
                 * @param {graft.raft.v1.FormationBound.$Properties} message FormationBound message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                FormationBound.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.clusterId != null && $Object.hasOwnProperty.call(message, "clusterId") && message.clusterId !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.clusterId);
                    if (message.proposer != null && $Object.hasOwnProperty.call(message, "proposer"))
                        $root.graft.raft.v1.Member.encode(message.proposer, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a FormationBound message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.FormationBound
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.FormationBound & graft.raft.v1.FormationBound.$Shape} FormationBound
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                FormationBound.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.FormationBound();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.clusterId = value;
                                else
                                    delete message.clusterId;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.proposer = $root.graft.raft.v1.Member.decode(reader, reader.size(), $undefined, _depth + 1, message.proposer);
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return FormationBound;
            })();

            v1.FormationProposal = (function() {

                /**
                 * Properties of a FormationProposal.
                 * @typedef {Object} graft.raft.v1.FormationProposal.$Properties
                 * @property {string|null} [clusterId] FormationProposal clusterId
                 * @property {Array.<graft.raft.v1.Member.$Properties>|null} [members] FormationProposal members
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a FormationProposal.
                 * @memberof graft.raft.v1
                 * @interface IFormationProposal
                 * @augments graft.raft.v1.FormationProposal.$Properties
                 * @deprecated Use graft.raft.v1.FormationProposal.$Properties instead.
                 */

                /**
                 * Shape of a FormationProposal.
                 * @typedef {graft.raft.v1.FormationProposal.$Properties} graft.raft.v1.FormationProposal.$Shape
                 */

                /**
                 * Constructs a new FormationProposal.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a FormationProposal.
                 * @constructor
                 * @param {graft.raft.v1.FormationProposal.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const FormationProposal = function (properties) {
                    this.members = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * FormationProposal clusterId.
                 * @member {string} clusterId
                 * @memberof graft.raft.v1.FormationProposal
                 * @instance
                 */
                FormationProposal.prototype.clusterId = "";

                /**
                 * FormationProposal members.
                 * @member {Array.<graft.raft.v1.Member.$Properties>} members
                 * @memberof graft.raft.v1.FormationProposal
                 * @instance
                 */
                FormationProposal.prototype.members = $util.emptyArray;

                /**
                 * Creates a new FormationProposal instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.FormationProposal
                 * @static
                 * @param {graft.raft.v1.FormationProposal.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.FormationProposal} FormationProposal instance
                 * @type {{
                 *   (properties: graft.raft.v1.FormationProposal.$Shape): graft.raft.v1.FormationProposal & graft.raft.v1.FormationProposal.$Shape;
                 *   (properties?: graft.raft.v1.FormationProposal.$Properties): graft.raft.v1.FormationProposal;
                 * }}
                 */
                FormationProposal.create = function(properties) {
                    return new FormationProposal(properties);
                };

                /**
                 * Encodes the specified FormationProposal message. Does not implicitly {@link graft.raft.v1.FormationProposal.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.FormationProposal
                 * @static
                 * @param {graft.raft.v1.FormationProposal.$Properties} message FormationProposal message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                FormationProposal.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.clusterId != null && $Object.hasOwnProperty.call(message, "clusterId") && message.clusterId !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.clusterId);
                    if (message.members != null && message.members.length)
                        for (let i = 0; i < message.members.length; ++i)
                            $root.graft.raft.v1.Member.encode(message.members[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a FormationProposal message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.FormationProposal
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.FormationProposal & graft.raft.v1.FormationProposal.$Shape} FormationProposal
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                FormationProposal.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.FormationProposal();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.clusterId = value;
                                else
                                    delete message.clusterId;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.members && message.members.length))
                                    message.members = [];
                                message.members.push($root.graft.raft.v1.Member.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return FormationProposal;
            })();

            v1.FormationFormed = (function() {

                /**
                 * Properties of a FormationFormed.
                 * @typedef {Object} graft.raft.v1.FormationFormed.$Properties
                 * @property {string|null} [clusterId] FormationFormed clusterId
                 * @property {Array.<graft.raft.v1.Member.$Properties>|null} [members] FormationFormed members
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a FormationFormed.
                 * @memberof graft.raft.v1
                 * @interface IFormationFormed
                 * @augments graft.raft.v1.FormationFormed.$Properties
                 * @deprecated Use graft.raft.v1.FormationFormed.$Properties instead.
                 */

                /**
                 * Shape of a FormationFormed.
                 * @typedef {graft.raft.v1.FormationFormed.$Properties} graft.raft.v1.FormationFormed.$Shape
                 */

                /**
                 * Constructs a new FormationFormed.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a FormationFormed.
                 * @constructor
                 * @param {graft.raft.v1.FormationFormed.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const FormationFormed = function (properties) {
                    this.members = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * FormationFormed clusterId.
                 * @member {string} clusterId
                 * @memberof graft.raft.v1.FormationFormed
                 * @instance
                 */
                FormationFormed.prototype.clusterId = "";

                /**
                 * FormationFormed members.
                 * @member {Array.<graft.raft.v1.Member.$Properties>} members
                 * @memberof graft.raft.v1.FormationFormed
                 * @instance
                 */
                FormationFormed.prototype.members = $util.emptyArray;

                /**
                 * Creates a new FormationFormed instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.FormationFormed
                 * @static
                 * @param {graft.raft.v1.FormationFormed.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.FormationFormed} FormationFormed instance
                 * @type {{
                 *   (properties: graft.raft.v1.FormationFormed.$Shape): graft.raft.v1.FormationFormed & graft.raft.v1.FormationFormed.$Shape;
                 *   (properties?: graft.raft.v1.FormationFormed.$Properties): graft.raft.v1.FormationFormed;
                 * }}
                 */
                FormationFormed.create = function(properties) {
                    return new FormationFormed(properties);
                };

                /**
                 * Encodes the specified FormationFormed message. Does not implicitly {@link graft.raft.v1.FormationFormed.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.FormationFormed
                 * @static
                 * @param {graft.raft.v1.FormationFormed.$Properties} message FormationFormed message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                FormationFormed.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.clusterId != null && $Object.hasOwnProperty.call(message, "clusterId") && message.clusterId !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.clusterId);
                    if (message.members != null && message.members.length)
                        for (let i = 0; i < message.members.length; ++i)
                            $root.graft.raft.v1.Member.encode(message.members[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a FormationFormed message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.FormationFormed
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.FormationFormed & graft.raft.v1.FormationFormed.$Shape} FormationFormed
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                FormationFormed.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.FormationFormed();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.clusterId = value;
                                else
                                    delete message.clusterId;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.members && message.members.length))
                                    message.members = [];
                                message.members.push($root.graft.raft.v1.Member.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return FormationFormed;
            })();

            v1.FormationAbandoned = (function() {

                /**
                 * Properties of a FormationAbandoned.
                 * @typedef {Object} graft.raft.v1.FormationAbandoned.$Properties
                 * @property {string|null} [clusterId] FormationAbandoned clusterId
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a FormationAbandoned.
                 * @memberof graft.raft.v1
                 * @interface IFormationAbandoned
                 * @augments graft.raft.v1.FormationAbandoned.$Properties
                 * @deprecated Use graft.raft.v1.FormationAbandoned.$Properties instead.
                 */

                /**
                 * Shape of a FormationAbandoned.
                 * @typedef {graft.raft.v1.FormationAbandoned.$Properties} graft.raft.v1.FormationAbandoned.$Shape
                 */

                /**
                 * Constructs a new FormationAbandoned.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a FormationAbandoned.
                 * @constructor
                 * @param {graft.raft.v1.FormationAbandoned.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const FormationAbandoned = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * FormationAbandoned clusterId.
                 * @member {string} clusterId
                 * @memberof graft.raft.v1.FormationAbandoned
                 * @instance
                 */
                FormationAbandoned.prototype.clusterId = "";

                /**
                 * Creates a new FormationAbandoned instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.FormationAbandoned
                 * @static
                 * @param {graft.raft.v1.FormationAbandoned.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.FormationAbandoned} FormationAbandoned instance
                 * @type {{
                 *   (properties: graft.raft.v1.FormationAbandoned.$Shape): graft.raft.v1.FormationAbandoned & graft.raft.v1.FormationAbandoned.$Shape;
                 *   (properties?: graft.raft.v1.FormationAbandoned.$Properties): graft.raft.v1.FormationAbandoned;
                 * }}
                 */
                FormationAbandoned.create = function(properties) {
                    return new FormationAbandoned(properties);
                };

                /**
                 * Encodes the specified FormationAbandoned message. Does not implicitly {@link graft.raft.v1.FormationAbandoned.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.FormationAbandoned
                 * @static
                 * @param {graft.raft.v1.FormationAbandoned.$Properties} message FormationAbandoned message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                FormationAbandoned.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.clusterId != null && $Object.hasOwnProperty.call(message, "clusterId") && message.clusterId !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.clusterId);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a FormationAbandoned message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.FormationAbandoned
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.FormationAbandoned & graft.raft.v1.FormationAbandoned.$Shape} FormationAbandoned
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                FormationAbandoned.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.FormationAbandoned();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.clusterId = value;
                                else
                                    delete message.clusterId;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return FormationAbandoned;
            })();

            v1.ClientRequest = (function() {

                /**
                 * Properties of a ClientRequest.
                 * @typedef {Object} graft.raft.v1.ClientRequest.$Properties
                 * @property {graft.raft.v1.Register.$Properties|null} [register] ClientRequest register
                 * @property {graft.raft.v1.Propose.$Properties|null} [propose] ClientRequest propose
                 * @property {graft.raft.v1.Read.$Properties|null} [read] ClientRequest read
                 * @property {graft.raft.v1.Batch.$Properties|null} [batch] ClientRequest batch
                 * @property {"register"|"propose"|"read"|"batch"} [body] ClientRequest body
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ClientRequest.
                 * @memberof graft.raft.v1
                 * @interface IClientRequest
                 * @augments graft.raft.v1.ClientRequest.$Properties
                 * @deprecated Use graft.raft.v1.ClientRequest.$Properties instead.
                 */

                /**
                 * Narrowed shape of a ClientRequest.
                 * @typedef {{
                 *   register?: graft.raft.v1.Register.$Shape|null;
                 *   propose?: graft.raft.v1.Propose.$Shape|null;
                 *   read?: graft.raft.v1.Read.$Shape|null;
                 *   batch?: graft.raft.v1.Batch.$Shape|null;
                 *   $unknowns?: Array.<Uint8Array>;
                 * } & (
                 *   ({ body?: undefined; register?: null; propose?: null; read?: null; batch?: null }|{ body?: "register"; register: graft.raft.v1.Register.$Shape; propose?: null; read?: null; batch?: null }|{ body?: "propose"; register?: null; propose: graft.raft.v1.Propose.$Shape; read?: null; batch?: null }|{ body?: "read"; register?: null; propose?: null; read: graft.raft.v1.Read.$Shape; batch?: null }|{ body?: "batch"; register?: null; propose?: null; read?: null; batch: graft.raft.v1.Batch.$Shape })
                 * )} graft.raft.v1.ClientRequest.$Shape
                 */

                /**
                 * Constructs a new ClientRequest.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a ClientRequest.
                 * @constructor
                 * @param {graft.raft.v1.ClientRequest.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ClientRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ClientRequest register.
                 * @member {graft.raft.v1.Register.$Properties|null|undefined} register
                 * @memberof graft.raft.v1.ClientRequest
                 * @instance
                 */
                ClientRequest.prototype.register = null;

                /**
                 * ClientRequest propose.
                 * @member {graft.raft.v1.Propose.$Properties|null|undefined} propose
                 * @memberof graft.raft.v1.ClientRequest
                 * @instance
                 */
                ClientRequest.prototype.propose = null;

                /**
                 * ClientRequest read.
                 * @member {graft.raft.v1.Read.$Properties|null|undefined} read
                 * @memberof graft.raft.v1.ClientRequest
                 * @instance
                 */
                ClientRequest.prototype.read = null;

                /**
                 * ClientRequest batch.
                 * @member {graft.raft.v1.Batch.$Properties|null|undefined} batch
                 * @memberof graft.raft.v1.ClientRequest
                 * @instance
                 */
                ClientRequest.prototype.batch = null;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                /**
                 * ClientRequest body.
                 * @member {"register"|"propose"|"read"|"batch"|undefined} body
                 * @memberof graft.raft.v1.ClientRequest
                 * @instance
                 */
                $Object.defineProperty(ClientRequest.prototype, "body", {
                    get: $util.oneOfGetter($oneOfFields = ["register", "propose", "read", "batch"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Creates a new ClientRequest instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.ClientRequest
                 * @static
                 * @param {graft.raft.v1.ClientRequest.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.ClientRequest} ClientRequest instance
                 * @type {{
                 *   (properties: graft.raft.v1.ClientRequest.$Shape): graft.raft.v1.ClientRequest & graft.raft.v1.ClientRequest.$Shape;
                 *   (properties?: graft.raft.v1.ClientRequest.$Properties): graft.raft.v1.ClientRequest;
                 * }}
                 */
                ClientRequest.create = function(properties) {
                    return new ClientRequest(properties);
                };

                /**
                 * Encodes the specified ClientRequest message. Does not implicitly {@link graft.raft.v1.ClientRequest.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.ClientRequest
                 * @static
                 * @param {graft.raft.v1.ClientRequest.$Properties} message ClientRequest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ClientRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.register != null && $Object.hasOwnProperty.call(message, "register"))
                        $root.graft.raft.v1.Register.encode(message.register, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.propose != null && $Object.hasOwnProperty.call(message, "propose"))
                        $root.graft.raft.v1.Propose.encode(message.propose, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.read != null && $Object.hasOwnProperty.call(message, "read"))
                        $root.graft.raft.v1.Read.encode(message.read, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.batch != null && $Object.hasOwnProperty.call(message, "batch"))
                        $root.graft.raft.v1.Batch.encode(message.batch, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a ClientRequest message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.ClientRequest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.ClientRequest & graft.raft.v1.ClientRequest.$Shape} ClientRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ClientRequest.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.ClientRequest();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                message.register = $root.graft.raft.v1.Register.decode(reader, reader.size(), $undefined, _depth + 1, message.register);
                                message.body = "register";
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.propose = $root.graft.raft.v1.Propose.decode(reader, reader.size(), $undefined, _depth + 1, message.propose);
                                message.body = "propose";
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.read = $root.graft.raft.v1.Read.decode(reader, reader.size(), $undefined, _depth + 1, message.read);
                                message.body = "read";
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                message.batch = $root.graft.raft.v1.Batch.decode(reader, reader.size(), $undefined, _depth + 1, message.batch);
                                message.body = "batch";
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ClientRequest;
            })();

            v1.Batch = (function() {

                /**
                 * Properties of a Batch.
                 * @typedef {Object} graft.raft.v1.Batch.$Properties
                 * @property {Array.<Uint8Array>|null} [requests] Batch requests
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Batch.
                 * @memberof graft.raft.v1
                 * @interface IBatch
                 * @augments graft.raft.v1.Batch.$Properties
                 * @deprecated Use graft.raft.v1.Batch.$Properties instead.
                 */

                /**
                 * Shape of a Batch.
                 * @typedef {graft.raft.v1.Batch.$Properties} graft.raft.v1.Batch.$Shape
                 */

                /**
                 * Constructs a new Batch.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a Batch.
                 * @constructor
                 * @param {graft.raft.v1.Batch.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Batch = function (properties) {
                    this.requests = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Batch requests.
                 * @member {Array.<Uint8Array>} requests
                 * @memberof graft.raft.v1.Batch
                 * @instance
                 */
                Batch.prototype.requests = $util.emptyArray;

                /**
                 * Creates a new Batch instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.Batch
                 * @static
                 * @param {graft.raft.v1.Batch.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.Batch} Batch instance
                 * @type {{
                 *   (properties: graft.raft.v1.Batch.$Shape): graft.raft.v1.Batch & graft.raft.v1.Batch.$Shape;
                 *   (properties?: graft.raft.v1.Batch.$Properties): graft.raft.v1.Batch;
                 * }}
                 */
                Batch.create = function(properties) {
                    return new Batch(properties);
                };

                /**
                 * Encodes the specified Batch message. Does not implicitly {@link graft.raft.v1.Batch.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.Batch
                 * @static
                 * @param {graft.raft.v1.Batch.$Properties} message Batch message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Batch.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.requests != null && message.requests.length)
                        for (let i = 0; i < message.requests.length; ++i)
                            writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.requests[i]);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Batch message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.Batch
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Batch & graft.raft.v1.Batch.$Shape} Batch
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Batch.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.Batch();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.requests && message.requests.length))
                                    message.requests = [];
                                message.requests.push(reader.bytes());
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Batch;
            })();

            v1.Register = (function() {

                /**
                 * Properties of a Register.
                 * @typedef {Object} graft.raft.v1.Register.$Properties
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Register.
                 * @memberof graft.raft.v1
                 * @interface IRegister
                 * @augments graft.raft.v1.Register.$Properties
                 * @deprecated Use graft.raft.v1.Register.$Properties instead.
                 */

                /**
                 * Shape of a Register.
                 * @typedef {graft.raft.v1.Register.$Properties} graft.raft.v1.Register.$Shape
                 */

                /**
                 * Constructs a new Register.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a Register.
                 * @constructor
                 * @param {graft.raft.v1.Register.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Register = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Creates a new Register instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.Register
                 * @static
                 * @param {graft.raft.v1.Register.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.Register} Register instance
                 * @type {{
                 *   (properties: graft.raft.v1.Register.$Shape): graft.raft.v1.Register & graft.raft.v1.Register.$Shape;
                 *   (properties?: graft.raft.v1.Register.$Properties): graft.raft.v1.Register;
                 * }}
                 */
                Register.create = function(properties) {
                    return new Register(properties);
                };

                /**
                 * Encodes the specified Register message. Does not implicitly {@link graft.raft.v1.Register.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.Register
                 * @static
                 * @param {graft.raft.v1.Register.$Properties} message Register message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Register.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Register message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.Register
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Register & graft.raft.v1.Register.$Shape} Register
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Register.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.Register();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        reader.skipType(tag & 7, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Register;
            })();

            v1.Propose = (function() {

                /**
                 * Properties of a Propose.
                 * @typedef {Object} graft.raft.v1.Propose.$Properties
                 * @property {number|null} [clientId] Propose clientId
                 * @property {number|null} [sequence] Propose sequence
                 * @property {Uint8Array|null} [command] Propose command
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Propose.
                 * @memberof graft.raft.v1
                 * @interface IPropose
                 * @augments graft.raft.v1.Propose.$Properties
                 * @deprecated Use graft.raft.v1.Propose.$Properties instead.
                 */

                /**
                 * Shape of a Propose.
                 * @typedef {graft.raft.v1.Propose.$Properties} graft.raft.v1.Propose.$Shape
                 */

                /**
                 * Constructs a new Propose.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a Propose.
                 * @constructor
                 * @param {graft.raft.v1.Propose.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Propose = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Propose clientId.
                 * @member {number} clientId
                 * @memberof graft.raft.v1.Propose
                 * @instance
                 */
                Propose.prototype.clientId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Propose sequence.
                 * @member {number} sequence
                 * @memberof graft.raft.v1.Propose
                 * @instance
                 */
                Propose.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Propose command.
                 * @member {Uint8Array} command
                 * @memberof graft.raft.v1.Propose
                 * @instance
                 */
                Propose.prototype.command = $util.newBuffer([]);

                /**
                 * Creates a new Propose instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.Propose
                 * @static
                 * @param {graft.raft.v1.Propose.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.Propose} Propose instance
                 * @type {{
                 *   (properties: graft.raft.v1.Propose.$Shape): graft.raft.v1.Propose & graft.raft.v1.Propose.$Shape;
                 *   (properties?: graft.raft.v1.Propose.$Properties): graft.raft.v1.Propose;
                 * }}
                 */
                Propose.create = function(properties) {
                    return new Propose(properties);
                };

                /**
                 * Encodes the specified Propose message. Does not implicitly {@link graft.raft.v1.Propose.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.Propose
                 * @static
                 * @param {graft.raft.v1.Propose.$Properties} message Propose message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Propose.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.clientId != null && $Object.hasOwnProperty.call(message, "clientId") && (typeof message.clientId === "object" ? message.clientId.low || message.clientId.high : message.clientId !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.clientId);
                    if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.sequence);
                    if (message.command != null && $Object.hasOwnProperty.call(message, "command") && message.command.length)
                        writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.command);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Propose message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.Propose
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Propose & graft.raft.v1.Propose.$Shape} Propose
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Propose.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.Propose();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.clientId = value;
                                else
                                    delete message.clientId;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.sequence = value;
                                else
                                    delete message.sequence;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.command = value;
                                else
                                    delete message.command;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Propose;
            })();

            v1.Read = (function() {

                /**
                 * Properties of a Read.
                 * @typedef {Object} graft.raft.v1.Read.$Properties
                 * @property {boolean|null} [stale] Read stale
                 * @property {Uint8Array|null} [query] Read query
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Read.
                 * @memberof graft.raft.v1
                 * @interface IRead
                 * @augments graft.raft.v1.Read.$Properties
                 * @deprecated Use graft.raft.v1.Read.$Properties instead.
                 */

                /**
                 * Shape of a Read.
                 * @typedef {graft.raft.v1.Read.$Properties} graft.raft.v1.Read.$Shape
                 */

                /**
                 * Constructs a new Read.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a Read.
                 * @constructor
                 * @param {graft.raft.v1.Read.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Read = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Read stale.
                 * @member {boolean} stale
                 * @memberof graft.raft.v1.Read
                 * @instance
                 */
                Read.prototype.stale = false;

                /**
                 * Read query.
                 * @member {Uint8Array} query
                 * @memberof graft.raft.v1.Read
                 * @instance
                 */
                Read.prototype.query = $util.newBuffer([]);

                /**
                 * Creates a new Read instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.Read
                 * @static
                 * @param {graft.raft.v1.Read.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.Read} Read instance
                 * @type {{
                 *   (properties: graft.raft.v1.Read.$Shape): graft.raft.v1.Read & graft.raft.v1.Read.$Shape;
                 *   (properties?: graft.raft.v1.Read.$Properties): graft.raft.v1.Read;
                 * }}
                 */
                Read.create = function(properties) {
                    return new Read(properties);
                };

                /**
                 * Encodes the specified Read message. Does not implicitly {@link graft.raft.v1.Read.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.Read
                 * @static
                 * @param {graft.raft.v1.Read.$Properties} message Read message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Read.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.stale != null && $Object.hasOwnProperty.call(message, "stale") && message.stale !== false)
                        writer.uint32(/* id 1, wireType 0 =*/8).bool(message.stale);
                    if (message.query != null && $Object.hasOwnProperty.call(message, "query") && message.query.length)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.query);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Read message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.Read
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Read & graft.raft.v1.Read.$Shape} Read
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Read.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.Read();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.stale = value;
                                else
                                    delete message.stale;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.query = value;
                                else
                                    delete message.query;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Read;
            })();

            v1.ClientResponse = (function() {

                /**
                 * Properties of a ClientResponse.
                 * @typedef {Object} graft.raft.v1.ClientResponse.$Properties
                 * @property {graft.raft.v1.Done.$Properties|null} [done] ClientResponse done
                 * @property {graft.raft.v1.Failure.$Properties|null} [failure] ClientResponse failure
                 * @property {graft.raft.v1.Answers.$Properties|null} [answers] ClientResponse answers
                 * @property {"done"|"failure"|"answers"} [body] ClientResponse body
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a ClientResponse.
                 * @memberof graft.raft.v1
                 * @interface IClientResponse
                 * @augments graft.raft.v1.ClientResponse.$Properties
                 * @deprecated Use graft.raft.v1.ClientResponse.$Properties instead.
                 */

                /**
                 * Narrowed shape of a ClientResponse.
                 * @typedef {{
                 *   done?: graft.raft.v1.Done.$Shape|null;
                 *   failure?: graft.raft.v1.Failure.$Shape|null;
                 *   answers?: graft.raft.v1.Answers.$Shape|null;
                 *   $unknowns?: Array.<Uint8Array>;
                 * } & (
                 *   ({ body?: undefined; done?: null; failure?: null; answers?: null }|{ body?: "done"; done: graft.raft.v1.Done.$Shape; failure?: null; answers?: null }|{ body?: "failure"; done?: null; failure: graft.raft.v1.Failure.$Shape; answers?: null }|{ body?: "answers"; done?: null; failure?: null; answers: graft.raft.v1.Answers.$Shape })
                 * )} graft.raft.v1.ClientResponse.$Shape
                 */

                /**
                 * Constructs a new ClientResponse.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a ClientResponse.
                 * @constructor
                 * @param {graft.raft.v1.ClientResponse.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const ClientResponse = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * ClientResponse done.
                 * @member {graft.raft.v1.Done.$Properties|null|undefined} done
                 * @memberof graft.raft.v1.ClientResponse
                 * @instance
                 */
                ClientResponse.prototype.done = null;

                /**
                 * ClientResponse failure.
                 * @member {graft.raft.v1.Failure.$Properties|null|undefined} failure
                 * @memberof graft.raft.v1.ClientResponse
                 * @instance
                 */
                ClientResponse.prototype.failure = null;

                /**
                 * ClientResponse answers.
                 * @member {graft.raft.v1.Answers.$Properties|null|undefined} answers
                 * @memberof graft.raft.v1.ClientResponse
                 * @instance
                 */
                ClientResponse.prototype.answers = null;

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                /**
                 * ClientResponse body.
                 * @member {"done"|"failure"|"answers"|undefined} body
                 * @memberof graft.raft.v1.ClientResponse
                 * @instance
                 */
                $Object.defineProperty(ClientResponse.prototype, "body", {
                    get: $util.oneOfGetter($oneOfFields = ["done", "failure", "answers"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                /**
                 * Creates a new ClientResponse instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.ClientResponse
                 * @static
                 * @param {graft.raft.v1.ClientResponse.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.ClientResponse} ClientResponse instance
                 * @type {{
                 *   (properties: graft.raft.v1.ClientResponse.$Shape): graft.raft.v1.ClientResponse & graft.raft.v1.ClientResponse.$Shape;
                 *   (properties?: graft.raft.v1.ClientResponse.$Properties): graft.raft.v1.ClientResponse;
                 * }}
                 */
                ClientResponse.create = function(properties) {
                    return new ClientResponse(properties);
                };

                /**
                 * Encodes the specified ClientResponse message. Does not implicitly {@link graft.raft.v1.ClientResponse.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.ClientResponse
                 * @static
                 * @param {graft.raft.v1.ClientResponse.$Properties} message ClientResponse message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                ClientResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.done != null && $Object.hasOwnProperty.call(message, "done"))
                        $root.graft.raft.v1.Done.encode(message.done, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                    if (message.failure != null && $Object.hasOwnProperty.call(message, "failure"))
                        $root.graft.raft.v1.Failure.encode(message.failure, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                    if (message.answers != null && $Object.hasOwnProperty.call(message, "answers"))
                        $root.graft.raft.v1.Answers.encode(message.answers, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a ClientResponse message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.ClientResponse
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.ClientResponse & graft.raft.v1.ClientResponse.$Shape} ClientResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                ClientResponse.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.ClientResponse();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                message.done = $root.graft.raft.v1.Done.decode(reader, reader.size(), $undefined, _depth + 1, message.done);
                                message.body = "done";
                                continue;
                            }
                        case 9: {
                                if (wireType !== 2)
                                    break;
                                message.failure = $root.graft.raft.v1.Failure.decode(reader, reader.size(), $undefined, _depth + 1, message.failure);
                                message.body = "failure";
                                continue;
                            }
                        case 10: {
                                if (wireType !== 2)
                                    break;
                                message.answers = $root.graft.raft.v1.Answers.decode(reader, reader.size(), $undefined, _depth + 1, message.answers);
                                message.body = "answers";
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return ClientResponse;
            })();

            v1.Answers = (function() {

                /**
                 * Properties of an Answers.
                 * @typedef {Object} graft.raft.v1.Answers.$Properties
                 * @property {Array.<graft.raft.v1.Answer.$Properties>|null} [answers] Answers answers
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an Answers.
                 * @memberof graft.raft.v1
                 * @interface IAnswers
                 * @augments graft.raft.v1.Answers.$Properties
                 * @deprecated Use graft.raft.v1.Answers.$Properties instead.
                 */

                /**
                 * Shape of an Answers.
                 * @typedef {graft.raft.v1.Answers.$Properties} graft.raft.v1.Answers.$Shape
                 */

                /**
                 * Constructs a new Answers.
                 * @memberof graft.raft.v1
                 * @classdesc Represents an Answers.
                 * @constructor
                 * @param {graft.raft.v1.Answers.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Answers = function (properties) {
                    this.answers = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Answers answers.
                 * @member {Array.<graft.raft.v1.Answer.$Properties>} answers
                 * @memberof graft.raft.v1.Answers
                 * @instance
                 */
                Answers.prototype.answers = $util.emptyArray;

                /**
                 * Creates a new Answers instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.Answers
                 * @static
                 * @param {graft.raft.v1.Answers.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.Answers} Answers instance
                 * @type {{
                 *   (properties: graft.raft.v1.Answers.$Shape): graft.raft.v1.Answers & graft.raft.v1.Answers.$Shape;
                 *   (properties?: graft.raft.v1.Answers.$Properties): graft.raft.v1.Answers;
                 * }}
                 */
                Answers.create = function(properties) {
                    return new Answers(properties);
                };

                /**
                 * Encodes the specified Answers message. Does not implicitly {@link graft.raft.v1.Answers.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.Answers
                 * @static
                 * @param {graft.raft.v1.Answers.$Properties} message Answers message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Answers.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.answers != null && message.answers.length)
                        for (let i = 0; i < message.answers.length; ++i)
                            $root.graft.raft.v1.Answer.encode(message.answers[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an Answers message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.Answers
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Answers & graft.raft.v1.Answers.$Shape} Answers
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Answers.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.Answers();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.answers && message.answers.length))
                                    message.answers = [];
                                message.answers.push($root.graft.raft.v1.Answer.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Answers;
            })();

            v1.Answer = (function() {

                /**
                 * Properties of an Answer.
                 * @typedef {Object} graft.raft.v1.Answer.$Properties
                 * @property {number|null} [position] Answer position
                 * @property {Uint8Array|null} [response] Answer response
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an Answer.
                 * @memberof graft.raft.v1
                 * @interface IAnswer
                 * @augments graft.raft.v1.Answer.$Properties
                 * @deprecated Use graft.raft.v1.Answer.$Properties instead.
                 */

                /**
                 * Shape of an Answer.
                 * @typedef {graft.raft.v1.Answer.$Properties} graft.raft.v1.Answer.$Shape
                 */

                /**
                 * Constructs a new Answer.
                 * @memberof graft.raft.v1
                 * @classdesc Represents an Answer.
                 * @constructor
                 * @param {graft.raft.v1.Answer.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Answer = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Answer position.
                 * @member {number} position
                 * @memberof graft.raft.v1.Answer
                 * @instance
                 */
                Answer.prototype.position = 0;

                /**
                 * Answer response.
                 * @member {Uint8Array} response
                 * @memberof graft.raft.v1.Answer
                 * @instance
                 */
                Answer.prototype.response = $util.newBuffer([]);

                /**
                 * Creates a new Answer instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.Answer
                 * @static
                 * @param {graft.raft.v1.Answer.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.Answer} Answer instance
                 * @type {{
                 *   (properties: graft.raft.v1.Answer.$Shape): graft.raft.v1.Answer & graft.raft.v1.Answer.$Shape;
                 *   (properties?: graft.raft.v1.Answer.$Properties): graft.raft.v1.Answer;
                 * }}
                 */
                Answer.create = function(properties) {
                    return new Answer(properties);
                };

                /**
                 * Encodes the specified Answer message. Does not implicitly {@link graft.raft.v1.Answer.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.Answer
                 * @static
                 * @param {graft.raft.v1.Answer.$Properties} message Answer message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Answer.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.position != null && $Object.hasOwnProperty.call(message, "position") && message.position !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.position);
                    if (message.response != null && $Object.hasOwnProperty.call(message, "response") && message.response.length)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.response);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an Answer message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.Answer
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Answer & graft.raft.v1.Answer.$Shape} Answer
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Answer.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.Answer();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.position = value;
                                else
                                    delete message.position;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.response = value;
                                else
                                    delete message.response;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Answer;
            })();

            v1.Done = (function() {

                /**
                 * Properties of a Done.
                 * @typedef {Object} graft.raft.v1.Done.$Properties
                 * @property {number|null} [index] Done index
                 * @property {Uint8Array|null} [result] Done result
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Done.
                 * @memberof graft.raft.v1
                 * @interface IDone
                 * @augments graft.raft.v1.Done.$Properties
                 * @deprecated Use graft.raft.v1.Done.$Properties instead.
                 */

                /**
                 * Shape of a Done.
                 * @typedef {graft.raft.v1.Done.$Properties} graft.raft.v1.Done.$Shape
                 */

                /**
                 * Constructs a new Done.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a Done.
                 * @constructor
                 * @param {graft.raft.v1.Done.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Done = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Done index.
                 * @member {number} index
                 * @memberof graft.raft.v1.Done
                 * @instance
                 */
                Done.prototype.index = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Done result.
                 * @member {Uint8Array} result
                 * @memberof graft.raft.v1.Done
                 * @instance
                 */
                Done.prototype.result = $util.newBuffer([]);

                /**
                 * Creates a new Done instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.Done
                 * @static
                 * @param {graft.raft.v1.Done.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.Done} Done instance
                 * @type {{
                 *   (properties: graft.raft.v1.Done.$Shape): graft.raft.v1.Done & graft.raft.v1.Done.$Shape;
                 *   (properties?: graft.raft.v1.Done.$Properties): graft.raft.v1.Done;
                 * }}
                 */
                Done.create = function(properties) {
                    return new Done(properties);
                };

                /**
                 * Encodes the specified Done message. Does not implicitly {@link graft.raft.v1.Done.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.Done
                 * @static
                 * @param {graft.raft.v1.Done.$Properties} message Done message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Done.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.index != null && $Object.hasOwnProperty.call(message, "index") && (typeof message.index === "object" ? message.index.low || message.index.high : message.index !== 0))
                        writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.index);
                    if (message.result != null && $Object.hasOwnProperty.call(message, "result") && message.result.length)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.result);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Done message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.Done
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Done & graft.raft.v1.Done.$Shape} Done
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Done.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.Done();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.index = value;
                                else
                                    delete message.index;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.result = value;
                                else
                                    delete message.result;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return Done;
            })();

            v1.Failure = (function() {

                /**
                 * Properties of a Failure.
                 * @typedef {Object} graft.raft.v1.Failure.$Properties
                 * @property {graft.raft.v1.Failure.Code|null} [code] Failure code
                 * @property {string|null} [message] Failure message
                 * @property {boolean|null} [notExecuted] Failure notExecuted
                 * @property {string|null} [leader] Failure leader
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Failure.
                 * @memberof graft.raft.v1
                 * @interface IFailure
                 * @augments graft.raft.v1.Failure.$Properties
                 * @deprecated Use graft.raft.v1.Failure.$Properties instead.
                 */

                /**
                 * Shape of a Failure.
                 * @typedef {graft.raft.v1.Failure.$Properties} graft.raft.v1.Failure.$Shape
                 */

                /**
                 * Constructs a new Failure.
                 * @memberof graft.raft.v1
                 * @classdesc Represents a Failure.
                 * @constructor
                 * @param {graft.raft.v1.Failure.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Failure = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Failure code.
                 * @member {graft.raft.v1.Failure.Code} code
                 * @memberof graft.raft.v1.Failure
                 * @instance
                 */
                Failure.prototype.code = 0;

                /**
                 * Failure message.
                 * @member {string} message
                 * @memberof graft.raft.v1.Failure
                 * @instance
                 */
                Failure.prototype.message = "";

                /**
                 * Failure notExecuted.
                 * @member {boolean} notExecuted
                 * @memberof graft.raft.v1.Failure
                 * @instance
                 */
                Failure.prototype.notExecuted = false;

                /**
                 * Failure leader.
                 * @member {string} leader
                 * @memberof graft.raft.v1.Failure
                 * @instance
                 */
                Failure.prototype.leader = "";

                /**
                 * Creates a new Failure instance using the specified properties.
                 * @function create
                 * @memberof graft.raft.v1.Failure
                 * @static
                 * @param {graft.raft.v1.Failure.$Properties=} [properties] Properties to set
                 * @returns {graft.raft.v1.Failure} Failure instance
                 * @type {{
                 *   (properties: graft.raft.v1.Failure.$Shape): graft.raft.v1.Failure & graft.raft.v1.Failure.$Shape;
                 *   (properties?: graft.raft.v1.Failure.$Properties): graft.raft.v1.Failure;
                 * }}
                 */
                Failure.create = function(properties) {
                    return new Failure(properties);
                };

                /**
                 * Encodes the specified Failure message. Does not implicitly {@link graft.raft.v1.Failure.verify|verify} messages.
                 * @function encode
                 * @memberof graft.raft.v1.Failure
                 * @static
                 * @param {graft.raft.v1.Failure.$Properties} message Failure message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Failure.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).int32(message.code);
                    if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.message);
                    if (message.notExecuted != null && $Object.hasOwnProperty.call(message, "notExecuted") && message.notExecuted !== false)
                        writer.uint32(/* id 3, wireType 0 =*/24).bool(message.notExecuted);
                    if (message.leader != null && $Object.hasOwnProperty.call(message, "leader") && message.leader !== "")
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.leader);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Failure message from the specified reader or buffer.
                 * @function decode
                 * @memberof graft.raft.v1.Failure
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Failure & graft.raft.v1.Failure.$Shape} Failure
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Failure.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.graft.raft.v1.Failure();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.code = value;
                                else
                                    delete message.code;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.message = value;
                                else
                                    delete message.message;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.notExecuted = value;
                                else
                                    delete message.notExecuted;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.leader = value;
                                else
                                    delete message.leader;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                /**
                 * Code enum.
                 * @name graft.raft.v1.Failure.Code
                 * @enum {number}
                 * @property {number} CODE_UNSPECIFIED=0 CODE_UNSPECIFIED value
                 * @property {number} NOT_LEADER=1 NOT_LEADER value
                 * @property {number} OVERLOADED=2 OVERLOADED value
                 * @property {number} TOO_LARGE=3 TOO_LARGE value
                 * @property {number} SESSION_EXPIRED=4 SESSION_EXPIRED value
                 * @property {number} UNCERTAIN=5 UNCERTAIN value
                 * @property {number} INVALID_REQUEST=6 INVALID_REQUEST value
                 * @property {number} NODE_STOPPED=7 NODE_STOPPED value
                 */
                Failure.Code = (function() {
                    const valuesById = $Object.create(null), values = $Object.create(valuesById);
                    values[valuesById[0] = "CODE_UNSPECIFIED"] = 0;
                    values[valuesById[1] = "NOT_LEADER"] = 1;
                    values[valuesById[2] = "OVERLOADED"] = 2;
                    values[valuesById[3] = "TOO_LARGE"] = 3;
                    values[valuesById[4] = "SESSION_EXPIRED"] = 4;
                    values[valuesById[5] = "UNCERTAIN"] = 5;
                    values[valuesById[6] = "INVALID_REQUEST"] = 6;
                    values[valuesById[7] = "NODE_STOPPED"] = 7;
                    return values;
                })();

                return Failure;
            })();

            return v1;
        })();

        return raft;
    })();

    return graft;
})();

export {
  $root as default
};
