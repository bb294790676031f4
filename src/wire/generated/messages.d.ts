import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace graft. */
export namespace graft {

    /** Namespace compat. */
    namespace compat {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a VoteRequest.
             * @deprecated Use graft.compat.v1.VoteRequest.$Properties instead.
             */
            interface IVoteRequest extends graft.compat.v1.VoteRequest.$Properties {
            }

            /** Represents a VoteRequest. */
            class VoteRequest {

                /**
                 * Constructs a new VoteRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.compat.v1.VoteRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** VoteRequest Term. */
                Term: number;

                /** VoteRequest Candidate. */
                Candidate: string;

                /** VoteRequest CurrentState. */
                CurrentState: Uint8Array;

                /**
                 * Creates a new VoteRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns VoteRequest instance
                 */
                static create(properties: graft.compat.v1.VoteRequest.$Shape): graft.compat.v1.VoteRequest & graft.compat.v1.VoteRequest.$Shape;
                static create(properties?: graft.compat.v1.VoteRequest.$Properties): graft.compat.v1.VoteRequest;

                /**
                 * Encodes the specified VoteRequest message. Does not implicitly {@link graft.compat.v1.VoteRequest.verify|verify} messages.
                 * @param message VoteRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.compat.v1.VoteRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a VoteRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.compat.v1.VoteRequest & graft.compat.v1.VoteRequest.$Shape} VoteRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.compat.v1.VoteRequest & graft.compat.v1.VoteRequest.$Shape;
            }

            namespace VoteRequest {

                /** Properties of a VoteRequest. */
                interface $Properties {

                    /** VoteRequest Term */
                    Term?: (number|null);

                    /** VoteRequest Candidate */
                    Candidate?: (string|null);

                    /** VoteRequest CurrentState */
                    CurrentState?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a VoteRequest. */
                type $Shape = graft.compat.v1.VoteRequest.$Properties;
            }

            /**
             * Properties of a VoteResponse.
             * @deprecated Use graft.compat.v1.VoteResponse.$Properties instead.
             */
            interface IVoteResponse extends graft.compat.v1.VoteResponse.$Properties {
            }

            /** Represents a VoteResponse. */
            class VoteResponse {

                /**
                 * Constructs a new VoteResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.compat.v1.VoteResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** VoteResponse Term. */
                Term: number;

                /** VoteResponse Granted. */
                Granted: boolean;

                /** VoteResponse voter. */
                voter: string;

                /**
                 * Creates a new VoteResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns VoteResponse instance
                 */
                static create(properties: graft.compat.v1.VoteResponse.$Shape): graft.compat.v1.VoteResponse & graft.compat.v1.VoteResponse.$Shape;
                static create(properties?: graft.compat.v1.VoteResponse.$Properties): graft.compat.v1.VoteResponse;

                /**
                 * Encodes the specified VoteResponse message. Does not implicitly {@link graft.compat.v1.VoteResponse.verify|verify} messages.
                 * @param message VoteResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.compat.v1.VoteResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a VoteResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.compat.v1.VoteResponse & graft.compat.v1.VoteResponse.$Shape} VoteResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.compat.v1.VoteResponse & graft.compat.v1.VoteResponse.$Shape;
            }

            namespace VoteResponse {

                /** Properties of a VoteResponse. */
                interface $Properties {

                    /** VoteResponse Term */
                    Term?: (number|null);

                    /** VoteResponse Granted */
                    Granted?: (boolean|null);

                    /** VoteResponse voter */
                    voter?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a VoteResponse. */
                type $Shape = graft.compat.v1.VoteResponse.$Properties;
            }

            /**
             * Properties of a Heartbeat.
             * @deprecated Use graft.compat.v1.Heartbeat.$Properties instead.
             */
            interface IHeartbeat extends graft.compat.v1.Heartbeat.$Properties {
            }

            /** Represents a Heartbeat. */
            class Heartbeat {

                /**
                 * Constructs a new Heartbeat.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.compat.v1.Heartbeat.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Heartbeat Term. */
                Term: number;

                /** Heartbeat Leader. */
                Leader: string;

                /**
                 * Creates a new Heartbeat instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Heartbeat instance
                 */
                static create(properties: graft.compat.v1.Heartbeat.$Shape): graft.compat.v1.Heartbeat & graft.compat.v1.Heartbeat.$Shape;
                static create(properties?: graft.compat.v1.Heartbeat.$Properties): graft.compat.v1.Heartbeat;

                /**
                 * Encodes the specified Heartbeat message. Does not implicitly {@link graft.compat.v1.Heartbeat.verify|verify} messages.
                 * @param message Heartbeat message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.compat.v1.Heartbeat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Heartbeat message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.compat.v1.Heartbeat & graft.compat.v1.Heartbeat.$Shape} Heartbeat
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.compat.v1.Heartbeat & graft.compat.v1.Heartbeat.$Shape;
            }

            namespace Heartbeat {

                /** Properties of a Heartbeat. */
                interface $Properties {

                    /** Heartbeat Term */
                    Term?: (number|null);

                    /** Heartbeat Leader */
                    Leader?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Heartbeat. */
                type $Shape = graft.compat.v1.Heartbeat.$Properties;
            }
        }
    }

    /** Namespace raft. */
    namespace raft {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of an Envelope.
             * @deprecated Use graft.raft.v1.Envelope.$Properties instead.
             */
            interface IEnvelope extends graft.raft.v1.Envelope.$Properties {
            }

            /** Represents an Envelope. */
            class Envelope {

                /**
                 * Constructs a new Envelope.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.Envelope.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Envelope version. */
                version: number;

                /** Envelope clusterId. */
                clusterId: string;

                /** Envelope from. */
                from: string;

                /** Envelope incarnation. */
                incarnation: string;

                /** Envelope boot. */
                boot: string;

                /** Envelope to. */
                to: string;

                /** Envelope term. */
                term: number;

                /** Envelope presence. */
                presence?: (graft.raft.v1.Presence.$Properties|null);

                /** Envelope preVoteRequest. */
                preVoteRequest?: (graft.raft.v1.PreVoteRequest.$Properties|null);

                /** Envelope preVoteResponse. */
                preVoteResponse?: (graft.raft.v1.PreVoteResponse.$Properties|null);

                /** Envelope voteRequest. */
                voteRequest?: (graft.raft.v1.VoteRequest.$Properties|null);

                /** Envelope voteResponse. */
                voteResponse?: (graft.raft.v1.VoteResponse.$Properties|null);

                /** Envelope heartbeat. */
                heartbeat?: (graft.raft.v1.Heartbeat.$Properties|null);

                /** Envelope heartbeatAck. */
                heartbeatAck?: (graft.raft.v1.HeartbeatAck.$Properties|null);

                /** Envelope timeoutNow. */
                timeoutNow?: (graft.raft.v1.TimeoutNow.$Properties|null);

                /** Envelope body. */
                body?: ("presence"|"preVoteRequest"|"preVoteResponse"|"voteRequest"|"voteResponse"|"heartbeat"|"heartbeatAck"|"timeoutNow");

                /**
                 * Creates a new Envelope instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Envelope instance
                 */
                static create(properties: graft.raft.v1.Envelope.$Shape): graft.raft.v1.Envelope & graft.raft.v1.Envelope.$Shape;
                static create(properties?: graft.raft.v1.Envelope.$Properties): graft.raft.v1.Envelope;

                /**
                 * Encodes the specified Envelope message. Does not implicitly {@link graft.raft.v1.Envelope.verify|verify} messages.
                 * @param message Envelope message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.Envelope.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Envelope message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Envelope & graft.raft.v1.Envelope.$Shape} Envelope
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.Envelope & graft.raft.v1.Envelope.$Shape;
            }

            namespace Envelope {

                /** Properties of an Envelope. */
                interface $Properties {

                    /** Envelope version */
                    version?: (number|null);

                    /** Envelope clusterId */
                    clusterId?: (string|null);

                    /** Envelope from */
                    from?: (string|null);

                    /** Envelope incarnation */
                    incarnation?: (string|null);

                    /** Envelope boot */
                    boot?: (string|null);

                    /** Envelope to */
                    to?: (string|null);

                    /** Envelope term */
                    term?: (number|null);

                    /** Envelope presence */
                    presence?: (graft.raft.v1.Presence.$Properties|null);

                    /** Envelope preVoteRequest */
                    preVoteRequest?: (graft.raft.v1.PreVoteRequest.$Properties|null);

                    /** Envelope preVoteResponse */
                    preVoteResponse?: (graft.raft.v1.PreVoteResponse.$Properties|null);

                    /** Envelope voteRequest */
                    voteRequest?: (graft.raft.v1.VoteRequest.$Properties|null);

                    /** Envelope voteResponse */
                    voteResponse?: (graft.raft.v1.VoteResponse.$Properties|null);

                    /** Envelope heartbeat */
                    heartbeat?: (graft.raft.v1.Heartbeat.$Properties|null);

                    /** Envelope heartbeatAck */
                    heartbeatAck?: (graft.raft.v1.HeartbeatAck.$Properties|null);

                    /** Envelope timeoutNow */
                    timeoutNow?: (graft.raft.v1.TimeoutNow.$Properties|null);

                    /** Envelope body */
                    body?: ("presence"|"preVoteRequest"|"preVoteResponse"|"voteRequest"|"voteResponse"|"heartbeat"|"heartbeatAck"|"timeoutNow");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of an Envelope. */
                type $Shape = {
                  version?: number|null;
                  clusterId?: string|null;
                  from?: string|null;
                  incarnation?: string|null;
                  boot?: string|null;
                  to?: string|null;
                  term?: number|null;
                  presence?: graft.raft.v1.Presence.$Shape|null;
                  preVoteRequest?: graft.raft.v1.PreVoteRequest.$Shape|null;
                  preVoteResponse?: graft.raft.v1.PreVoteResponse.$Shape|null;
                  voteRequest?: graft.raft.v1.VoteRequest.$Shape|null;
                  voteResponse?: graft.raft.v1.VoteResponse.$Shape|null;
                  heartbeat?: graft.raft.v1.Heartbeat.$Shape|null;
                  heartbeatAck?: graft.raft.v1.HeartbeatAck.$Shape|null;
                  timeoutNow?: graft.raft.v1.TimeoutNow.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ body?: undefined; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null }|{ body?: "presence"; presence: graft.raft.v1.Presence.$Shape; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null }|{ body?: "preVoteRequest"; presence?: null; preVoteRequest: graft.raft.v1.PreVoteRequest.$Shape; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null }|{ body?: "preVoteResponse"; presence?: null; preVoteRequest?: null; preVoteResponse: graft.raft.v1.PreVoteResponse.$Shape; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null }|{ body?: "voteRequest"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest: graft.raft.v1.VoteRequest.$Shape; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null }|{ body?: "voteResponse"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse: graft.raft.v1.VoteResponse.$Shape; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null }|{ body?: "heartbeat"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat: graft.raft.v1.Heartbeat.$Shape; heartbeatAck?: null; timeoutNow?: null }|{ body?: "heartbeatAck"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck: graft.raft.v1.HeartbeatAck.$Shape; timeoutNow?: null }|{ body?: "timeoutNow"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow: graft.raft.v1.TimeoutNow.$Shape })
                );
            }

            /**
             * Properties of a Presence.
             * @deprecated Use graft.raft.v1.Presence.$Properties instead.
             */
            interface IPresence extends graft.raft.v1.Presence.$Properties {
            }

            /** Represents a Presence. */
            class Presence {

                /**
                 * Constructs a new Presence.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.Presence.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Creates a new Presence instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Presence instance
                 */
                static create(properties: graft.raft.v1.Presence.$Shape): graft.raft.v1.Presence & graft.raft.v1.Presence.$Shape;
                static create(properties?: graft.raft.v1.Presence.$Properties): graft.raft.v1.Presence;

                /**
                 * Encodes the specified Presence message. Does not implicitly {@link graft.raft.v1.Presence.verify|verify} messages.
                 * @param message Presence message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.Presence.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Presence message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Presence & graft.raft.v1.Presence.$Shape} Presence
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.Presence & graft.raft.v1.Presence.$Shape;
            }

            namespace Presence {

                /** Properties of a Presence. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Presence. */
                type $Shape = graft.raft.v1.Presence.$Properties;
            }

            /**
             * Properties of a PreVoteRequest.
             * @deprecated Use graft.raft.v1.PreVoteRequest.$Properties instead.
             */
            interface IPreVoteRequest extends graft.raft.v1.PreVoteRequest.$Properties {
            }

            /** Represents a PreVoteRequest. */
            class PreVoteRequest {

                /**
                 * Constructs a new PreVoteRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.PreVoteRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PreVoteRequest nextTerm. */
                nextTerm: number;

                /** PreVoteRequest lastLogIndex. */
                lastLogIndex: number;

                /** PreVoteRequest lastLogTerm. */
                lastLogTerm: number;

                /**
                 * Creates a new PreVoteRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns PreVoteRequest instance
                 */
                static create(properties: graft.raft.v1.PreVoteRequest.$Shape): graft.raft.v1.PreVoteRequest & graft.raft.v1.PreVoteRequest.$Shape;
                static create(properties?: graft.raft.v1.PreVoteRequest.$Properties): graft.raft.v1.PreVoteRequest;

                /**
                 * Encodes the specified PreVoteRequest message. Does not implicitly {@link graft.raft.v1.PreVoteRequest.verify|verify} messages.
                 * @param message PreVoteRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.PreVoteRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PreVoteRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.PreVoteRequest & graft.raft.v1.PreVoteRequest.$Shape} PreVoteRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.PreVoteRequest & graft.raft.v1.PreVoteRequest.$Shape;
            }

            namespace PreVoteRequest {

                /** Properties of a PreVoteRequest. */
                interface $Properties {

                    /** PreVoteRequest nextTerm */
                    nextTerm?: (number|null);

                    /** PreVoteRequest lastLogIndex */
                    lastLogIndex?: (number|null);

                    /** PreVoteRequest lastLogTerm */
                    lastLogTerm?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PreVoteRequest. */
                type $Shape = graft.raft.v1.PreVoteRequest.$Properties;
            }

            /**
             * Properties of a PreVoteResponse.
             * @deprecated Use graft.raft.v1.PreVoteResponse.$Properties instead.
             */
            interface IPreVoteResponse extends graft.raft.v1.PreVoteResponse.$Properties {
            }

            /** Represents a PreVoteResponse. */
            class PreVoteResponse {

                /**
                 * Constructs a new PreVoteResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.PreVoteResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PreVoteResponse nextTerm. */
                nextTerm: number;

                /** PreVoteResponse granted. */
                granted: boolean;

                /**
                 * Creates a new PreVoteResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns PreVoteResponse instance
                 */
                static create(properties: graft.raft.v1.PreVoteResponse.$Shape): graft.raft.v1.PreVoteResponse & graft.raft.v1.PreVoteResponse.$Shape;
                static create(properties?: graft.raft.v1.PreVoteResponse.$Properties): graft.raft.v1.PreVoteResponse;

                /**
                 * Encodes the specified PreVoteResponse message. Does not implicitly {@link graft.raft.v1.PreVoteResponse.verify|verify} messages.
                 * @param message PreVoteResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.PreVoteResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PreVoteResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.PreVoteResponse & graft.raft.v1.PreVoteResponse.$Shape} PreVoteResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.PreVoteResponse & graft.raft.v1.PreVoteResponse.$Shape;
            }

            namespace PreVoteResponse {

                /** Properties of a PreVoteResponse. */
                interface $Properties {

                    /** PreVoteResponse nextTerm */
                    nextTerm?: (number|null);

                    /** PreVoteResponse granted */
                    granted?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PreVoteResponse. */
                type $Shape = graft.raft.v1.PreVoteResponse.$Properties;
            }

            /**
             * Properties of a VoteRequest.
             * @deprecated Use graft.raft.v1.VoteRequest.$Properties instead.
             */
            interface IVoteRequest extends graft.raft.v1.VoteRequest.$Properties {
            }

            /** Represents a VoteRequest. */
            class VoteRequest {

                /**
                 * Constructs a new VoteRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.VoteRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** VoteRequest lastLogIndex. */
                lastLogIndex: number;

                /** VoteRequest lastLogTerm. */
                lastLogTerm: number;

                /** VoteRequest transfer. */
                transfer: boolean;

                /**
                 * Creates a new VoteRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns VoteRequest instance
                 */
                static create(properties: graft.raft.v1.VoteRequest.$Shape): graft.raft.v1.VoteRequest & graft.raft.v1.VoteRequest.$Shape;
                static create(properties?: graft.raft.v1.VoteRequest.$Properties): graft.raft.v1.VoteRequest;

                /**
                 * Encodes the specified VoteRequest message. Does not implicitly {@link graft.raft.v1.VoteRequest.verify|verify} messages.
                 * @param message VoteRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.VoteRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a VoteRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.VoteRequest & graft.raft.v1.VoteRequest.$Shape} VoteRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.VoteRequest & graft.raft.v1.VoteRequest.$Shape;
            }

            namespace VoteRequest {

                /** Properties of a VoteRequest. */
                interface $Properties {

                    /** VoteRequest lastLogIndex */
                    lastLogIndex?: (number|null);

                    /** VoteRequest lastLogTerm */
                    lastLogTerm?: (number|null);

                    /** VoteRequest transfer */
                    transfer?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a VoteRequest. */
                type $Shape = graft.raft.v1.VoteRequest.$Properties;
            }

            /**
             * Properties of a VoteResponse.
             * @deprecated Use graft.raft.v1.VoteResponse.$Properties instead.
             */
            interface IVoteResponse extends graft.raft.v1.VoteResponse.$Properties {
            }

            /** Represents a VoteResponse. */
            class VoteResponse {

                /**
                 * Constructs a new VoteResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.VoteResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** VoteResponse granted. */
                granted: boolean;

                /**
                 * Creates a new VoteResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns VoteResponse instance
                 */
                static create(properties: graft.raft.v1.VoteResponse.$Shape): graft.raft.v1.VoteResponse & graft.raft.v1.VoteResponse.$Shape;
                static create(properties?: graft.raft.v1.VoteResponse.$Properties): graft.raft.v1.VoteResponse;

                /**
                 * Encodes the specified VoteResponse message. Does not implicitly {@link graft.raft.v1.VoteResponse.verify|verify} messages.
                 * @param message VoteResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.VoteResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a VoteResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.VoteResponse & graft.raft.v1.VoteResponse.$Shape} VoteResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.VoteResponse & graft.raft.v1.VoteResponse.$Shape;
            }

            namespace VoteResponse {

                /** Properties of a VoteResponse. */
                interface $Properties {

                    /** VoteResponse granted */
                    granted?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a VoteResponse. */
                type $Shape = graft.raft.v1.VoteResponse.$Properties;
            }

            /**
             * Properties of a Heartbeat.
             * @deprecated Use graft.raft.v1.Heartbeat.$Properties instead.
             */
            interface IHeartbeat extends graft.raft.v1.Heartbeat.$Properties {
            }

            /** Represents a Heartbeat. */
            class Heartbeat {

                /**
                 * Constructs a new Heartbeat.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.Heartbeat.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Heartbeat round. */
                round: number;

                /**
                 * Creates a new Heartbeat instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Heartbeat instance
                 */
                static create(properties: graft.raft.v1.Heartbeat.$Shape): graft.raft.v1.Heartbeat & graft.raft.v1.Heartbeat.$Shape;
                static create(properties?: graft.raft.v1.Heartbeat.$Properties): graft.raft.v1.Heartbeat;

                /**
                 * Encodes the specified Heartbeat message. Does not implicitly {@link graft.raft.v1.Heartbeat.verify|verify} messages.
                 * @param message Heartbeat message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.Heartbeat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Heartbeat message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Heartbeat & graft.raft.v1.Heartbeat.$Shape} Heartbeat
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.Heartbeat & graft.raft.v1.Heartbeat.$Shape;
            }

            namespace Heartbeat {

                /** Properties of a Heartbeat. */
                interface $Properties {

                    /** Heartbeat round */
                    round?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Heartbeat. */
                type $Shape = graft.raft.v1.Heartbeat.$Properties;
            }

            /**
             * Properties of a HeartbeatAck.
             * @deprecated Use graft.raft.v1.HeartbeatAck.$Properties instead.
             */
            interface IHeartbeatAck extends graft.raft.v1.HeartbeatAck.$Properties {
            }

            /** Represents a HeartbeatAck. */
            class HeartbeatAck {

                /**
                 * Constructs a new HeartbeatAck.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.HeartbeatAck.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** HeartbeatAck round. */
                round: number;

                /**
                 * Creates a new HeartbeatAck instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns HeartbeatAck instance
                 */
                static create(properties: graft.raft.v1.HeartbeatAck.$Shape): graft.raft.v1.HeartbeatAck & graft.raft.v1.HeartbeatAck.$Shape;
                static create(properties?: graft.raft.v1.HeartbeatAck.$Properties): graft.raft.v1.HeartbeatAck;

                /**
                 * Encodes the specified HeartbeatAck message. Does not implicitly {@link graft.raft.v1.HeartbeatAck.verify|verify} messages.
                 * @param message HeartbeatAck message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.HeartbeatAck.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a HeartbeatAck message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.HeartbeatAck & graft.raft.v1.HeartbeatAck.$Shape} HeartbeatAck
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.HeartbeatAck & graft.raft.v1.HeartbeatAck.$Shape;
            }

            namespace HeartbeatAck {

                /** Properties of a HeartbeatAck. */
                interface $Properties {

                    /** HeartbeatAck round */
                    round?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a HeartbeatAck. */
                type $Shape = graft.raft.v1.HeartbeatAck.$Properties;
            }

            /**
             * Properties of a TimeoutNow.
             * @deprecated Use graft.raft.v1.TimeoutNow.$Properties instead.
             */
            interface ITimeoutNow extends graft.raft.v1.TimeoutNow.$Properties {
            }

            /** Represents a TimeoutNow. */
            class TimeoutNow {

                /**
                 * Constructs a new TimeoutNow.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.TimeoutNow.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Creates a new TimeoutNow instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns TimeoutNow instance
                 */
                static create(properties: graft.raft.v1.TimeoutNow.$Shape): graft.raft.v1.TimeoutNow & graft.raft.v1.TimeoutNow.$Shape;
                static create(properties?: graft.raft.v1.TimeoutNow.$Properties): graft.raft.v1.TimeoutNow;

                /**
                 * Encodes the specified TimeoutNow message. Does not implicitly {@link graft.raft.v1.TimeoutNow.verify|verify} messages.
                 * @param message TimeoutNow message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.TimeoutNow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a TimeoutNow message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.TimeoutNow & graft.raft.v1.TimeoutNow.$Shape} TimeoutNow
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.TimeoutNow & graft.raft.v1.TimeoutNow.$Shape;
            }

            namespace TimeoutNow {

                /** Properties of a TimeoutNow. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a TimeoutNow. */
                type $Shape = graft.raft.v1.TimeoutNow.$Properties;
            }
        }
    }
}
