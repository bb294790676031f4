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
                 * @property {"presence"|"preVoteRequest"|"preVoteResponse"|"voteRequest"|"voteResponse"|"heartbeat"|"heartbeatAck"|"timeoutNow"} [body] Envelope body
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
                 *   $unknowns?: Array.<Uint8Array>;
                 * } & (
                 *   ({ body?: undefined; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null }|{ body?: "presence"; presence: graft.raft.v1.Presence.$Shape; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null }|{ body?: "preVoteRequest"; presence?: null; preVoteRequest: graft.raft.v1.PreVoteRequest.$Shape; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null }|{ body?: "preVoteResponse"; presence?: null; preVoteRequest?: null; preVoteResponse: graft.raft.v1.PreVoteResponse.$Shape; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null }|{ body?: "voteRequest"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest: graft.raft.v1.VoteRequest.$Shape; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null }|{ body?: "voteResponse"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse: graft.raft.v1.VoteResponse.$Shape; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null }|{ body?: "heartbeat"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat: graft.raft.v1.Heartbeat.$Shape; heartbeatAck?: null; timeoutNow?: null }|{ body?: "heartbeatAck"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck: graft.raft.v1.HeartbeatAck.$Shape; timeoutNow?: null }|{ body?: "timeoutNow"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow: graft.raft.v1.TimeoutNow.$Shape })
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

                // OneOf field names bound to virtual getters and setters
                let $oneOfFields;

                /**
                 * Envelope body.
                 * @member {"presence"|"preVoteRequest"|"preVoteResponse"|"voteRequest"|"voteResponse"|"heartbeat"|"heartbeatAck"|"timeoutNow"|undefined} body
                 * @memberof graft.raft.v1.Envelope
                 * @instance
                 */
                $Object.defineProperty(Envelope.prototype, "body", {
                    get: $util.oneOfGetter($oneOfFields = ["presence", "preVoteRequest", "preVoteResponse", "voteRequest", "voteResponse", "heartbeat", "heartbeatAck", "timeoutNow"]),
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
                    message = _target || new $root.graft.raft.v1.Presence();
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

                return Presence;
            })();

            v1.PreVoteRequest = (function() {

                /**
                 * Properties of a PreVoteRequest.
                 * @typedef {Object} graft.raft.v1.PreVoteRequest.$Properties
                 * @property {number|null} [nextTerm] PreVoteRequest nextTerm
                 * @property {number|null} [lastLogIndex] PreVoteRequest lastLogIndex
                 * @property {number|null} [lastLogTerm] PreVoteRequest lastLogTerm
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

            return v1;
        })();

        return raft;
    })();

    return graft;
})();

export {
  $root as default
};
