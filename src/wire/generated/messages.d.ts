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

                /** Envelope appendEntries. */
                appendEntries?: (graft.raft.v1.AppendEntries.$Properties|null);

                /** Envelope appendAck. */
                appendAck?: (graft.raft.v1.AppendAck.$Properties|null);

                /** Envelope appendRefusal. */
                appendRefusal?: (graft.raft.v1.AppendRefusal.$Properties|null);

                /** Envelope installSnapshot. */
                installSnapshot?: (graft.raft.v1.InstallSnapshot.$Properties|null);

                /** Envelope snapshotAck. */
                snapshotAck?: (graft.raft.v1.SnapshotAck.$Properties|null);

                /** Envelope readIndexRequest. */
                readIndexRequest?: (graft.raft.v1.ReadIndexRequest.$Properties|null);

                /** Envelope readIndexResponse. */
                readIndexResponse?: (graft.raft.v1.ReadIndexResponse.$Properties|null);

                /** Envelope body. */
                body?: ("presence"|"preVoteRequest"|"preVoteResponse"|"voteRequest"|"voteResponse"|"heartbeat"|"heartbeatAck"|"timeoutNow"|"appendEntries"|"appendAck"|"appendRefusal"|"installSnapshot"|"snapshotAck"|"readIndexRequest"|"readIndexResponse");

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

                    /** Envelope appendEntries */
                    appendEntries?: (graft.raft.v1.AppendEntries.$Properties|null);

                    /** Envelope appendAck */
                    appendAck?: (graft.raft.v1.AppendAck.$Properties|null);

                    /** Envelope appendRefusal */
                    appendRefusal?: (graft.raft.v1.AppendRefusal.$Properties|null);

                    /** Envelope installSnapshot */
                    installSnapshot?: (graft.raft.v1.InstallSnapshot.$Properties|null);

                    /** Envelope snapshotAck */
                    snapshotAck?: (graft.raft.v1.SnapshotAck.$Properties|null);

                    /** Envelope readIndexRequest */
                    readIndexRequest?: (graft.raft.v1.ReadIndexRequest.$Properties|null);

                    /** Envelope readIndexResponse */
                    readIndexResponse?: (graft.raft.v1.ReadIndexResponse.$Properties|null);

                    /** Envelope body */
                    body?: ("presence"|"preVoteRequest"|"preVoteResponse"|"voteRequest"|"voteResponse"|"heartbeat"|"heartbeatAck"|"timeoutNow"|"appendEntries"|"appendAck"|"appendRefusal"|"installSnapshot"|"snapshotAck"|"readIndexRequest"|"readIndexResponse");

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
                  appendEntries?: graft.raft.v1.AppendEntries.$Shape|null;
                  appendAck?: graft.raft.v1.AppendAck.$Shape|null;
                  appendRefusal?: graft.raft.v1.AppendRefusal.$Shape|null;
                  installSnapshot?: graft.raft.v1.InstallSnapshot.$Shape|null;
                  snapshotAck?: graft.raft.v1.SnapshotAck.$Shape|null;
                  readIndexRequest?: graft.raft.v1.ReadIndexRequest.$Shape|null;
                  readIndexResponse?: graft.raft.v1.ReadIndexResponse.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ body?: undefined; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "presence"; presence: graft.raft.v1.Presence.$Shape; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "preVoteRequest"; presence?: null; preVoteRequest: graft.raft.v1.PreVoteRequest.$Shape; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "preVoteResponse"; presence?: null; preVoteRequest?: null; preVoteResponse: graft.raft.v1.PreVoteResponse.$Shape; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "voteRequest"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest: graft.raft.v1.VoteRequest.$Shape; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "voteResponse"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse: graft.raft.v1.VoteResponse.$Shape; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "heartbeat"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat: graft.raft.v1.Heartbeat.$Shape; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "heartbeatAck"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck: graft.raft.v1.HeartbeatAck.$Shape; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "timeoutNow"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow: graft.raft.v1.TimeoutNow.$Shape; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "appendEntries"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries: graft.raft.v1.AppendEntries.$Shape; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "appendAck"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck: graft.raft.v1.AppendAck.$Shape; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "appendRefusal"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal: graft.raft.v1.AppendRefusal.$Shape; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "installSnapshot"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot: graft.raft.v1.InstallSnapshot.$Shape; snapshotAck?: null; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "snapshotAck"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck: graft.raft.v1.SnapshotAck.$Shape; readIndexRequest?: null; readIndexResponse?: null }|{ body?: "readIndexRequest"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest: graft.raft.v1.ReadIndexRequest.$Shape; readIndexResponse?: null }|{ body?: "readIndexResponse"; presence?: null; preVoteRequest?: null; preVoteResponse?: null; voteRequest?: null; voteResponse?: null; heartbeat?: null; heartbeatAck?: null; timeoutNow?: null; appendEntries?: null; appendAck?: null; appendRefusal?: null; installSnapshot?: null; snapshotAck?: null; readIndexRequest?: null; readIndexResponse: graft.raft.v1.ReadIndexResponse.$Shape })
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

                /** Presence answers. */
                answers: string;

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

                    /** Presence answers */
                    answers?: (string|null);

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

                /** PreVoteRequest hinted. */
                hinted: boolean;

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

                    /** PreVoteRequest hinted */
                    hinted?: (boolean|null);

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

                /** VoteResponse onTime. */
                onTime: boolean;

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

                    /** VoteResponse onTime */
                    onTime?: (boolean|null);

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

                /** Heartbeat commitIndex. */
                commitIndex: number;

                /** Heartbeat heir. */
                heir: string;

                /** Heartbeat connection. */
                connection: string;

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

                    /** Heartbeat commitIndex */
                    commitIndex?: (number|null);

                    /** Heartbeat heir */
                    heir?: (string|null);

                    /** Heartbeat connection */
                    connection?: (string|null);

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

                /** HeartbeatAck verifiedIndex. */
                verifiedIndex: number;

                /** HeartbeatAck matchIndex. */
                matchIndex: number;

                /** HeartbeatAck priority. */
                priority: number;

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

                    /** HeartbeatAck verifiedIndex */
                    verifiedIndex?: (number|null);

                    /** HeartbeatAck matchIndex */
                    matchIndex?: (number|null);

                    /** HeartbeatAck priority */
                    priority?: (number|null);

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

            /**
             * Properties of a Member.
             * @deprecated Use graft.raft.v1.Member.$Properties instead.
             */
            interface IMember extends graft.raft.v1.Member.$Properties {
            }

            /** Represents a Member. */
            class Member {

                /**
                 * Constructs a new Member.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.Member.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Member id. */
                id: string;

                /** Member incarnation. */
                incarnation: string;

                /**
                 * Creates a new Member instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Member instance
                 */
                static create(properties: graft.raft.v1.Member.$Shape): graft.raft.v1.Member & graft.raft.v1.Member.$Shape;
                static create(properties?: graft.raft.v1.Member.$Properties): graft.raft.v1.Member;

                /**
                 * Encodes the specified Member message. Does not implicitly {@link graft.raft.v1.Member.verify|verify} messages.
                 * @param message Member message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.Member.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Member message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Member & graft.raft.v1.Member.$Shape} Member
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.Member & graft.raft.v1.Member.$Shape;
            }

            namespace Member {

                /** Properties of a Member. */
                interface $Properties {

                    /** Member id */
                    id?: (string|null);

                    /** Member incarnation */
                    incarnation?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Member. */
                type $Shape = graft.raft.v1.Member.$Properties;
            }

            /**
             * Properties of a Configuration.
             * @deprecated Use graft.raft.v1.Configuration.$Properties instead.
             */
            interface IConfiguration extends graft.raft.v1.Configuration.$Properties {
            }

            /** Represents a Configuration. */
            class Configuration {

                /**
                 * Constructs a new Configuration.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.Configuration.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Configuration voters. */
                voters: graft.raft.v1.Member.$Properties[];

                /** Configuration outgoing. */
                outgoing: graft.raft.v1.Member.$Properties[];

                /** Configuration learners. */
                learners: graft.raft.v1.Member.$Properties[];

                /** Configuration leaseMs. */
                leaseMs: number;

                /**
                 * Creates a new Configuration instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Configuration instance
                 */
                static create(properties: graft.raft.v1.Configuration.$Shape): graft.raft.v1.Configuration & graft.raft.v1.Configuration.$Shape;
                static create(properties?: graft.raft.v1.Configuration.$Properties): graft.raft.v1.Configuration;

                /**
                 * Encodes the specified Configuration message. Does not implicitly {@link graft.raft.v1.Configuration.verify|verify} messages.
                 * @param message Configuration message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.Configuration.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Configuration message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Configuration & graft.raft.v1.Configuration.$Shape} Configuration
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.Configuration & graft.raft.v1.Configuration.$Shape;
            }

            namespace Configuration {

                /** Properties of a Configuration. */
                interface $Properties {

                    /** Configuration voters */
                    voters?: (graft.raft.v1.Member.$Properties[]|null);

                    /** Configuration outgoing */
                    outgoing?: (graft.raft.v1.Member.$Properties[]|null);

                    /** Configuration learners */
                    learners?: (graft.raft.v1.Member.$Properties[]|null);

                    /** Configuration leaseMs */
                    leaseMs?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Configuration. */
                type $Shape = graft.raft.v1.Configuration.$Properties;
            }

            /**
             * Properties of an Entry.
             * @deprecated Use graft.raft.v1.Entry.$Properties instead.
             */
            interface IEntry extends graft.raft.v1.Entry.$Properties {
            }

            /** Represents an Entry. */
            class Entry {

                /**
                 * Constructs a new Entry.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.Entry.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Entry term. */
                term: number;

                /** Entry noOp. */
                noOp?: (graft.raft.v1.NoOp.$Properties|null);

                /** Entry command. */
                command?: (Uint8Array|null);

                /** Entry configuration. */
                configuration?: (graft.raft.v1.Configuration.$Properties|null);

                /** Entry kind. */
                kind?: ("noOp"|"command"|"configuration");

                /**
                 * Creates a new Entry instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Entry instance
                 */
                static create(properties: graft.raft.v1.Entry.$Shape): graft.raft.v1.Entry & graft.raft.v1.Entry.$Shape;
                static create(properties?: graft.raft.v1.Entry.$Properties): graft.raft.v1.Entry;

                /**
                 * Encodes the specified Entry message. Does not implicitly {@link graft.raft.v1.Entry.verify|verify} messages.
                 * @param message Entry message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.Entry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Entry message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Entry & graft.raft.v1.Entry.$Shape} Entry
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.Entry & graft.raft.v1.Entry.$Shape;
            }

            namespace Entry {

                /** Properties of an Entry. */
                interface $Properties {

                    /** Entry term */
                    term?: (number|null);

                    /** Entry noOp */
                    noOp?: (graft.raft.v1.NoOp.$Properties|null);

                    /** Entry command */
                    command?: (Uint8Array|null);

                    /** Entry configuration */
                    configuration?: (graft.raft.v1.Configuration.$Properties|null);

                    /** Entry kind */
                    kind?: ("noOp"|"command"|"configuration");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of an Entry. */
                type $Shape = {
                  term?: number|null;
                  noOp?: graft.raft.v1.NoOp.$Shape|null;
                  command?: Uint8Array|null;
                  configuration?: graft.raft.v1.Configuration.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ kind?: undefined; noOp?: null; command?: null; configuration?: null }|{ kind?: "noOp"; noOp: graft.raft.v1.NoOp.$Shape; command?: null; configuration?: null }|{ kind?: "command"; noOp?: null; command: Uint8Array; configuration?: null }|{ kind?: "configuration"; noOp?: null; command?: null; configuration: graft.raft.v1.Configuration.$Shape })
                );
            }

            /**
             * Properties of a NoOp.
             * @deprecated Use graft.raft.v1.NoOp.$Properties instead.
             */
            interface INoOp extends graft.raft.v1.NoOp.$Properties {
            }

            /** Represents a NoOp. */
            class NoOp {

                /**
                 * Constructs a new NoOp.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.NoOp.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Creates a new NoOp instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns NoOp instance
                 */
                static create(properties: graft.raft.v1.NoOp.$Shape): graft.raft.v1.NoOp & graft.raft.v1.NoOp.$Shape;
                static create(properties?: graft.raft.v1.NoOp.$Properties): graft.raft.v1.NoOp;

                /**
                 * Encodes the specified NoOp message. Does not implicitly {@link graft.raft.v1.NoOp.verify|verify} messages.
                 * @param message NoOp message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.NoOp.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a NoOp message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.NoOp & graft.raft.v1.NoOp.$Shape} NoOp
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.NoOp & graft.raft.v1.NoOp.$Shape;
            }

            namespace NoOp {

                /** Properties of a NoOp. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a NoOp. */
                type $Shape = graft.raft.v1.NoOp.$Properties;
            }

            /**
             * Properties of an AppendEntries.
             * @deprecated Use graft.raft.v1.AppendEntries.$Properties instead.
             */
            interface IAppendEntries extends graft.raft.v1.AppendEntries.$Properties {
            }

            /** Represents an AppendEntries. */
            class AppendEntries {

                /**
                 * Constructs a new AppendEntries.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.AppendEntries.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AppendEntries prevIndex. */
                prevIndex: number;

                /** AppendEntries prevTerm. */
                prevTerm: number;

                /** AppendEntries commitIndex. */
                commitIndex: number;

                /** AppendEntries entries. */
                entries: graft.raft.v1.Entry.$Properties[];

                /**
                 * Creates a new AppendEntries instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AppendEntries instance
                 */
                static create(properties: graft.raft.v1.AppendEntries.$Shape): graft.raft.v1.AppendEntries & graft.raft.v1.AppendEntries.$Shape;
                static create(properties?: graft.raft.v1.AppendEntries.$Properties): graft.raft.v1.AppendEntries;

                /**
                 * Encodes the specified AppendEntries message. Does not implicitly {@link graft.raft.v1.AppendEntries.verify|verify} messages.
                 * @param message AppendEntries message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.AppendEntries.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AppendEntries message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.AppendEntries & graft.raft.v1.AppendEntries.$Shape} AppendEntries
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.AppendEntries & graft.raft.v1.AppendEntries.$Shape;
            }

            namespace AppendEntries {

                /** Properties of an AppendEntries. */
                interface $Properties {

                    /** AppendEntries prevIndex */
                    prevIndex?: (number|null);

                    /** AppendEntries prevTerm */
                    prevTerm?: (number|null);

                    /** AppendEntries commitIndex */
                    commitIndex?: (number|null);

                    /** AppendEntries entries */
                    entries?: (graft.raft.v1.Entry.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AppendEntries. */
                type $Shape = {
                  prevIndex?: number|null;
                  prevTerm?: number|null;
                  commitIndex?: number|null;
                  entries?: graft.raft.v1.Entry.$Shape[]|null;
                  $unknowns?: Uint8Array[];
                };
            }

            /**
             * Properties of an AppendAck.
             * @deprecated Use graft.raft.v1.AppendAck.$Properties instead.
             */
            interface IAppendAck extends graft.raft.v1.AppendAck.$Properties {
            }

            /** Represents an AppendAck. */
            class AppendAck {

                /**
                 * Constructs a new AppendAck.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.AppendAck.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AppendAck matchIndex. */
                matchIndex: number;

                /**
                 * Creates a new AppendAck instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AppendAck instance
                 */
                static create(properties: graft.raft.v1.AppendAck.$Shape): graft.raft.v1.AppendAck & graft.raft.v1.AppendAck.$Shape;
                static create(properties?: graft.raft.v1.AppendAck.$Properties): graft.raft.v1.AppendAck;

                /**
                 * Encodes the specified AppendAck message. Does not implicitly {@link graft.raft.v1.AppendAck.verify|verify} messages.
                 * @param message AppendAck message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.AppendAck.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AppendAck message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.AppendAck & graft.raft.v1.AppendAck.$Shape} AppendAck
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.AppendAck & graft.raft.v1.AppendAck.$Shape;
            }

            namespace AppendAck {

                /** Properties of an AppendAck. */
                interface $Properties {

                    /** AppendAck matchIndex */
                    matchIndex?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AppendAck. */
                type $Shape = graft.raft.v1.AppendAck.$Properties;
            }

            /**
             * Properties of an AppendRefusal.
             * @deprecated Use graft.raft.v1.AppendRefusal.$Properties instead.
             */
            interface IAppendRefusal extends graft.raft.v1.AppendRefusal.$Properties {
            }

            /** Represents an AppendRefusal. */
            class AppendRefusal {

                /**
                 * Constructs a new AppendRefusal.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.AppendRefusal.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AppendRefusal prevIndex. */
                prevIndex: number;

                /** AppendRefusal hintIndex. */
                hintIndex: number;

                /** AppendRefusal hintTerm. */
                hintTerm: number;

                /**
                 * Creates a new AppendRefusal instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AppendRefusal instance
                 */
                static create(properties: graft.raft.v1.AppendRefusal.$Shape): graft.raft.v1.AppendRefusal & graft.raft.v1.AppendRefusal.$Shape;
                static create(properties?: graft.raft.v1.AppendRefusal.$Properties): graft.raft.v1.AppendRefusal;

                /**
                 * Encodes the specified AppendRefusal message. Does not implicitly {@link graft.raft.v1.AppendRefusal.verify|verify} messages.
                 * @param message AppendRefusal message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.AppendRefusal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AppendRefusal message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.AppendRefusal & graft.raft.v1.AppendRefusal.$Shape} AppendRefusal
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.AppendRefusal & graft.raft.v1.AppendRefusal.$Shape;
            }

            namespace AppendRefusal {

                /** Properties of an AppendRefusal. */
                interface $Properties {

                    /** AppendRefusal prevIndex */
                    prevIndex?: (number|null);

                    /** AppendRefusal hintIndex */
                    hintIndex?: (number|null);

                    /** AppendRefusal hintTerm */
                    hintTerm?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AppendRefusal. */
                type $Shape = graft.raft.v1.AppendRefusal.$Properties;
            }

            /**
             * Properties of an InstallSnapshot.
             * @deprecated Use graft.raft.v1.InstallSnapshot.$Properties instead.
             */
            interface IInstallSnapshot extends graft.raft.v1.InstallSnapshot.$Properties {
            }

            /** Represents an InstallSnapshot. */
            class InstallSnapshot {

                /**
                 * Constructs a new InstallSnapshot.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.InstallSnapshot.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** InstallSnapshot lastIndex. */
                lastIndex: number;

                /** InstallSnapshot lastTerm. */
                lastTerm: number;

                /** InstallSnapshot configuration. */
                configuration?: (graft.raft.v1.Configuration.$Properties|null);

                /** InstallSnapshot totalBytes. */
                totalBytes: number;

                /** InstallSnapshot offset. */
                offset: number;

                /** InstallSnapshot data. */
                data: Uint8Array;

                /**
                 * Creates a new InstallSnapshot instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns InstallSnapshot instance
                 */
                static create(properties: graft.raft.v1.InstallSnapshot.$Shape): graft.raft.v1.InstallSnapshot & graft.raft.v1.InstallSnapshot.$Shape;
                static create(properties?: graft.raft.v1.InstallSnapshot.$Properties): graft.raft.v1.InstallSnapshot;

                /**
                 * Encodes the specified InstallSnapshot message. Does not implicitly {@link graft.raft.v1.InstallSnapshot.verify|verify} messages.
                 * @param message InstallSnapshot message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.InstallSnapshot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an InstallSnapshot message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.InstallSnapshot & graft.raft.v1.InstallSnapshot.$Shape} InstallSnapshot
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.InstallSnapshot & graft.raft.v1.InstallSnapshot.$Shape;
            }

            namespace InstallSnapshot {

                /** Properties of an InstallSnapshot. */
                interface $Properties {

                    /** InstallSnapshot lastIndex */
                    lastIndex?: (number|null);

                    /** InstallSnapshot lastTerm */
                    lastTerm?: (number|null);

                    /** InstallSnapshot configuration */
                    configuration?: (graft.raft.v1.Configuration.$Properties|null);

                    /** InstallSnapshot totalBytes */
                    totalBytes?: (number|null);

                    /** InstallSnapshot offset */
                    offset?: (number|null);

                    /** InstallSnapshot data */
                    data?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an InstallSnapshot. */
                type $Shape = graft.raft.v1.InstallSnapshot.$Properties;
            }

            /**
             * Properties of a SnapshotAck.
             * @deprecated Use graft.raft.v1.SnapshotAck.$Properties instead.
             */
            interface ISnapshotAck extends graft.raft.v1.SnapshotAck.$Properties {
            }

            /** Represents a SnapshotAck. */
            class SnapshotAck {

                /**
                 * Constructs a new SnapshotAck.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.SnapshotAck.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** SnapshotAck lastIndex. */
                lastIndex: number;

                /** SnapshotAck offset. */
                offset: number;

                /** SnapshotAck installed. */
                installed: boolean;

                /**
                 * Creates a new SnapshotAck instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns SnapshotAck instance
                 */
                static create(properties: graft.raft.v1.SnapshotAck.$Shape): graft.raft.v1.SnapshotAck & graft.raft.v1.SnapshotAck.$Shape;
                static create(properties?: graft.raft.v1.SnapshotAck.$Properties): graft.raft.v1.SnapshotAck;

                /**
                 * Encodes the specified SnapshotAck message. Does not implicitly {@link graft.raft.v1.SnapshotAck.verify|verify} messages.
                 * @param message SnapshotAck message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.SnapshotAck.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SnapshotAck message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.SnapshotAck & graft.raft.v1.SnapshotAck.$Shape} SnapshotAck
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.SnapshotAck & graft.raft.v1.SnapshotAck.$Shape;
            }

            namespace SnapshotAck {

                /** Properties of a SnapshotAck. */
                interface $Properties {

                    /** SnapshotAck lastIndex */
                    lastIndex?: (number|null);

                    /** SnapshotAck offset */
                    offset?: (number|null);

                    /** SnapshotAck installed */
                    installed?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a SnapshotAck. */
                type $Shape = graft.raft.v1.SnapshotAck.$Properties;
            }

            /**
             * Properties of a ReadIndexRequest.
             * @deprecated Use graft.raft.v1.ReadIndexRequest.$Properties instead.
             */
            interface IReadIndexRequest extends graft.raft.v1.ReadIndexRequest.$Properties {
            }

            /** Represents a ReadIndexRequest. */
            class ReadIndexRequest {

                /**
                 * Constructs a new ReadIndexRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.ReadIndexRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ReadIndexRequest requestId. */
                requestId: number;

                /**
                 * Creates a new ReadIndexRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ReadIndexRequest instance
                 */
                static create(properties: graft.raft.v1.ReadIndexRequest.$Shape): graft.raft.v1.ReadIndexRequest & graft.raft.v1.ReadIndexRequest.$Shape;
                static create(properties?: graft.raft.v1.ReadIndexRequest.$Properties): graft.raft.v1.ReadIndexRequest;

                /**
                 * Encodes the specified ReadIndexRequest message. Does not implicitly {@link graft.raft.v1.ReadIndexRequest.verify|verify} messages.
                 * @param message ReadIndexRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.ReadIndexRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ReadIndexRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.ReadIndexRequest & graft.raft.v1.ReadIndexRequest.$Shape} ReadIndexRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.ReadIndexRequest & graft.raft.v1.ReadIndexRequest.$Shape;
            }

            namespace ReadIndexRequest {

                /** Properties of a ReadIndexRequest. */
                interface $Properties {

                    /** ReadIndexRequest requestId */
                    requestId?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ReadIndexRequest. */
                type $Shape = graft.raft.v1.ReadIndexRequest.$Properties;
            }

            /**
             * Properties of a ReadIndexResponse.
             * @deprecated Use graft.raft.v1.ReadIndexResponse.$Properties instead.
             */
            interface IReadIndexResponse extends graft.raft.v1.ReadIndexResponse.$Properties {
            }

            /** Represents a ReadIndexResponse. */
            class ReadIndexResponse {

                /**
                 * Constructs a new ReadIndexResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.ReadIndexResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ReadIndexResponse requestId. */
                requestId: number;

                /** ReadIndexResponse index. */
                index: number;

                /**
                 * Creates a new ReadIndexResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ReadIndexResponse instance
                 */
                static create(properties: graft.raft.v1.ReadIndexResponse.$Shape): graft.raft.v1.ReadIndexResponse & graft.raft.v1.ReadIndexResponse.$Shape;
                static create(properties?: graft.raft.v1.ReadIndexResponse.$Properties): graft.raft.v1.ReadIndexResponse;

                /**
                 * Encodes the specified ReadIndexResponse message. Does not implicitly {@link graft.raft.v1.ReadIndexResponse.verify|verify} messages.
                 * @param message ReadIndexResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.ReadIndexResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ReadIndexResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.ReadIndexResponse & graft.raft.v1.ReadIndexResponse.$Shape} ReadIndexResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.ReadIndexResponse & graft.raft.v1.ReadIndexResponse.$Shape;
            }

            namespace ReadIndexResponse {

                /** Properties of a ReadIndexResponse. */
                interface $Properties {

                    /** ReadIndexResponse requestId */
                    requestId?: (number|null);

                    /** ReadIndexResponse index */
                    index?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ReadIndexResponse. */
                type $Shape = graft.raft.v1.ReadIndexResponse.$Properties;
            }

            /**
             * Properties of a FormationWord.
             * @deprecated Use graft.raft.v1.FormationWord.$Properties instead.
             */
            interface IFormationWord extends graft.raft.v1.FormationWord.$Properties {
            }

            /** Represents a FormationWord. */
            class FormationWord {

                /**
                 * Constructs a new FormationWord.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.FormationWord.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** FormationWord version. */
                version: number;

                /** FormationWord cluster. */
                cluster: string;

                /** FormationWord from. */
                from: string;

                /** FormationWord incarnation. */
                incarnation: string;

                /** FormationWord size. */
                size: number;

                /** FormationWord leaseMs. */
                leaseMs: number;

                /** FormationWord free. */
                free?: (graft.raft.v1.FormationFree.$Properties|null);

                /** FormationWord bound. */
                bound?: (graft.raft.v1.FormationBound.$Properties|null);

                /** FormationWord proposing. */
                proposing?: (graft.raft.v1.FormationProposal.$Properties|null);

                /** FormationWord formed. */
                formed?: (graft.raft.v1.FormationFormed.$Properties|null);

                /** FormationWord abandoned. */
                abandoned?: (graft.raft.v1.FormationAbandoned.$Properties|null);

                /** FormationWord body. */
                body?: ("free"|"bound"|"proposing"|"formed"|"abandoned");

                /**
                 * Creates a new FormationWord instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns FormationWord instance
                 */
                static create(properties: graft.raft.v1.FormationWord.$Shape): graft.raft.v1.FormationWord & graft.raft.v1.FormationWord.$Shape;
                static create(properties?: graft.raft.v1.FormationWord.$Properties): graft.raft.v1.FormationWord;

                /**
                 * Encodes the specified FormationWord message. Does not implicitly {@link graft.raft.v1.FormationWord.verify|verify} messages.
                 * @param message FormationWord message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.FormationWord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a FormationWord message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.FormationWord & graft.raft.v1.FormationWord.$Shape} FormationWord
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.FormationWord & graft.raft.v1.FormationWord.$Shape;
            }

            namespace FormationWord {

                /** Properties of a FormationWord. */
                interface $Properties {

                    /** FormationWord version */
                    version?: (number|null);

                    /** FormationWord cluster */
                    cluster?: (string|null);

                    /** FormationWord from */
                    from?: (string|null);

                    /** FormationWord incarnation */
                    incarnation?: (string|null);

                    /** FormationWord size */
                    size?: (number|null);

                    /** FormationWord leaseMs */
                    leaseMs?: (number|null);

                    /** FormationWord free */
                    free?: (graft.raft.v1.FormationFree.$Properties|null);

                    /** FormationWord bound */
                    bound?: (graft.raft.v1.FormationBound.$Properties|null);

                    /** FormationWord proposing */
                    proposing?: (graft.raft.v1.FormationProposal.$Properties|null);

                    /** FormationWord formed */
                    formed?: (graft.raft.v1.FormationFormed.$Properties|null);

                    /** FormationWord abandoned */
                    abandoned?: (graft.raft.v1.FormationAbandoned.$Properties|null);

                    /** FormationWord body */
                    body?: ("free"|"bound"|"proposing"|"formed"|"abandoned");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a FormationWord. */
                type $Shape = {
                  version?: number|null;
                  cluster?: string|null;
                  from?: string|null;
                  incarnation?: string|null;
                  size?: number|null;
                  leaseMs?: number|null;
                  free?: graft.raft.v1.FormationFree.$Shape|null;
                  bound?: graft.raft.v1.FormationBound.$Shape|null;
                  proposing?: graft.raft.v1.FormationProposal.$Shape|null;
                  formed?: graft.raft.v1.FormationFormed.$Shape|null;
                  abandoned?: graft.raft.v1.FormationAbandoned.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ body?: undefined; free?: null; bound?: null; proposing?: null; formed?: null; abandoned?: null }|{ body?: "free"; free: graft.raft.v1.FormationFree.$Shape; bound?: null; proposing?: null; formed?: null; abandoned?: null }|{ body?: "bound"; free?: null; bound: graft.raft.v1.FormationBound.$Shape; proposing?: null; formed?: null; abandoned?: null }|{ body?: "proposing"; free?: null; bound?: null; proposing: graft.raft.v1.FormationProposal.$Shape; formed?: null; abandoned?: null }|{ body?: "formed"; free?: null; bound?: null; proposing?: null; formed: graft.raft.v1.FormationFormed.$Shape; abandoned?: null }|{ body?: "abandoned"; free?: null; bound?: null; proposing?: null; formed?: null; abandoned: graft.raft.v1.FormationAbandoned.$Shape })
                );
            }

            /**
             * Properties of a FormationFree.
             * @deprecated Use graft.raft.v1.FormationFree.$Properties instead.
             */
            interface IFormationFree extends graft.raft.v1.FormationFree.$Properties {
            }

            /** Represents a FormationFree. */
            class FormationFree {

                /**
                 * Constructs a new FormationFree.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.FormationFree.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Creates a new FormationFree instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns FormationFree instance
                 */
                static create(properties: graft.raft.v1.FormationFree.$Shape): graft.raft.v1.FormationFree & graft.raft.v1.FormationFree.$Shape;
                static create(properties?: graft.raft.v1.FormationFree.$Properties): graft.raft.v1.FormationFree;

                /**
                 * Encodes the specified FormationFree message. Does not implicitly {@link graft.raft.v1.FormationFree.verify|verify} messages.
                 * @param message FormationFree message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.FormationFree.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a FormationFree message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.FormationFree & graft.raft.v1.FormationFree.$Shape} FormationFree
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.FormationFree & graft.raft.v1.FormationFree.$Shape;
            }

            namespace FormationFree {

                /** Properties of a FormationFree. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a FormationFree. */
                type $Shape = graft.raft.v1.FormationFree.$Properties;
            }

            /**
             * Properties of a FormationBound.
             * @deprecated Use graft.raft.v1.FormationBound.$Properties instead.
             */
            interface IFormationBound extends graft.raft.v1.FormationBound.$Properties {
            }

            /** Represents a FormationBound. */
            class FormationBound {

                /**
                 * Constructs a new FormationBound.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.FormationBound.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** FormationBound clusterId. */
                clusterId: string;

                /** FormationBound proposer. */
                proposer?: (graft.raft.v1.Member.$Properties|null);

                /**
                 * Creates a new FormationBound instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns FormationBound instance
                 */
                static create(properties: graft.raft.v1.FormationBound.$Shape): graft.raft.v1.FormationBound & graft.raft.v1.FormationBound.$Shape;
                static create(properties?: graft.raft.v1.FormationBound.$Properties): graft.raft.v1.FormationBound;

                /**
                 * Encodes the specified FormationBound message. Does not implicitly {@link graft.raft.v1.FormationBound.verify|verify} messages.
                 * @param message FormationBound message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.FormationBound.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a FormationBound message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.FormationBound & graft.raft.v1.FormationBound.$Shape} FormationBound
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.FormationBound & graft.raft.v1.FormationBound.$Shape;
            }

            namespace FormationBound {

                /** Properties of a FormationBound. */
                interface $Properties {

                    /** FormationBound clusterId */
                    clusterId?: (string|null);

                    /** FormationBound proposer */
                    proposer?: (graft.raft.v1.Member.$Properties|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a FormationBound. */
                type $Shape = graft.raft.v1.FormationBound.$Properties;
            }

            /**
             * Properties of a FormationProposal.
             * @deprecated Use graft.raft.v1.FormationProposal.$Properties instead.
             */
            interface IFormationProposal extends graft.raft.v1.FormationProposal.$Properties {
            }

            /** Represents a FormationProposal. */
            class FormationProposal {

                /**
                 * Constructs a new FormationProposal.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.FormationProposal.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** FormationProposal clusterId. */
                clusterId: string;

                /** FormationProposal members. */
                members: graft.raft.v1.Member.$Properties[];

                /**
                 * Creates a new FormationProposal instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns FormationProposal instance
                 */
                static create(properties: graft.raft.v1.FormationProposal.$Shape): graft.raft.v1.FormationProposal & graft.raft.v1.FormationProposal.$Shape;
                static create(properties?: graft.raft.v1.FormationProposal.$Properties): graft.raft.v1.FormationProposal;

                /**
                 * Encodes the specified FormationProposal message. Does not implicitly {@link graft.raft.v1.FormationProposal.verify|verify} messages.
                 * @param message FormationProposal message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.FormationProposal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a FormationProposal message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.FormationProposal & graft.raft.v1.FormationProposal.$Shape} FormationProposal
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.FormationProposal & graft.raft.v1.FormationProposal.$Shape;
            }

            namespace FormationProposal {

                /** Properties of a FormationProposal. */
                interface $Properties {

                    /** FormationProposal clusterId */
                    clusterId?: (string|null);

                    /** FormationProposal members */
                    members?: (graft.raft.v1.Member.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a FormationProposal. */
                type $Shape = graft.raft.v1.FormationProposal.$Properties;
            }

            /**
             * Properties of a FormationFormed.
             * @deprecated Use graft.raft.v1.FormationFormed.$Properties instead.
             */
            interface IFormationFormed extends graft.raft.v1.FormationFormed.$Properties {
            }

            /** Represents a FormationFormed. */
            class FormationFormed {

                /**
                 * Constructs a new FormationFormed.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.FormationFormed.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** FormationFormed clusterId. */
                clusterId: string;

                /** FormationFormed members. */
                members: graft.raft.v1.Member.$Properties[];

                /**
                 * Creates a new FormationFormed instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns FormationFormed instance
                 */
                static create(properties: graft.raft.v1.FormationFormed.$Shape): graft.raft.v1.FormationFormed & graft.raft.v1.FormationFormed.$Shape;
                static create(properties?: graft.raft.v1.FormationFormed.$Properties): graft.raft.v1.FormationFormed;

                /**
                 * Encodes the specified FormationFormed message. Does not implicitly {@link graft.raft.v1.FormationFormed.verify|verify} messages.
                 * @param message FormationFormed message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.FormationFormed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a FormationFormed message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.FormationFormed & graft.raft.v1.FormationFormed.$Shape} FormationFormed
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.FormationFormed & graft.raft.v1.FormationFormed.$Shape;
            }

            namespace FormationFormed {

                /** Properties of a FormationFormed. */
                interface $Properties {

                    /** FormationFormed clusterId */
                    clusterId?: (string|null);

                    /** FormationFormed members */
                    members?: (graft.raft.v1.Member.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a FormationFormed. */
                type $Shape = graft.raft.v1.FormationFormed.$Properties;
            }

            /**
             * Properties of a FormationAbandoned.
             * @deprecated Use graft.raft.v1.FormationAbandoned.$Properties instead.
             */
            interface IFormationAbandoned extends graft.raft.v1.FormationAbandoned.$Properties {
            }

            /** Represents a FormationAbandoned. */
            class FormationAbandoned {

                /**
                 * Constructs a new FormationAbandoned.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.FormationAbandoned.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** FormationAbandoned clusterId. */
                clusterId: string;

                /**
                 * Creates a new FormationAbandoned instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns FormationAbandoned instance
                 */
                static create(properties: graft.raft.v1.FormationAbandoned.$Shape): graft.raft.v1.FormationAbandoned & graft.raft.v1.FormationAbandoned.$Shape;
                static create(properties?: graft.raft.v1.FormationAbandoned.$Properties): graft.raft.v1.FormationAbandoned;

                /**
                 * Encodes the specified FormationAbandoned message. Does not implicitly {@link graft.raft.v1.FormationAbandoned.verify|verify} messages.
                 * @param message FormationAbandoned message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.FormationAbandoned.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a FormationAbandoned message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.FormationAbandoned & graft.raft.v1.FormationAbandoned.$Shape} FormationAbandoned
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.FormationAbandoned & graft.raft.v1.FormationAbandoned.$Shape;
            }

            namespace FormationAbandoned {

                /** Properties of a FormationAbandoned. */
                interface $Properties {

                    /** FormationAbandoned clusterId */
                    clusterId?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a FormationAbandoned. */
                type $Shape = graft.raft.v1.FormationAbandoned.$Properties;
            }

            /**
             * Properties of a ClientRequest.
             * @deprecated Use graft.raft.v1.ClientRequest.$Properties instead.
             */
            interface IClientRequest extends graft.raft.v1.ClientRequest.$Properties {
            }

            /** Represents a ClientRequest. */
            class ClientRequest {

                /**
                 * Constructs a new ClientRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.ClientRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ClientRequest register. */
                register?: (graft.raft.v1.Register.$Properties|null);

                /** ClientRequest propose. */
                propose?: (graft.raft.v1.Propose.$Properties|null);

                /** ClientRequest read. */
                read?: (graft.raft.v1.Read.$Properties|null);

                /** ClientRequest batch. */
                batch?: (graft.raft.v1.Batch.$Properties|null);

                /** ClientRequest body. */
                body?: ("register"|"propose"|"read"|"batch");

                /**
                 * Creates a new ClientRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ClientRequest instance
                 */
                static create(properties: graft.raft.v1.ClientRequest.$Shape): graft.raft.v1.ClientRequest & graft.raft.v1.ClientRequest.$Shape;
                static create(properties?: graft.raft.v1.ClientRequest.$Properties): graft.raft.v1.ClientRequest;

                /**
                 * Encodes the specified ClientRequest message. Does not implicitly {@link graft.raft.v1.ClientRequest.verify|verify} messages.
                 * @param message ClientRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.ClientRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ClientRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.ClientRequest & graft.raft.v1.ClientRequest.$Shape} ClientRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.ClientRequest & graft.raft.v1.ClientRequest.$Shape;
            }

            namespace ClientRequest {

                /** Properties of a ClientRequest. */
                interface $Properties {

                    /** ClientRequest register */
                    register?: (graft.raft.v1.Register.$Properties|null);

                    /** ClientRequest propose */
                    propose?: (graft.raft.v1.Propose.$Properties|null);

                    /** ClientRequest read */
                    read?: (graft.raft.v1.Read.$Properties|null);

                    /** ClientRequest batch */
                    batch?: (graft.raft.v1.Batch.$Properties|null);

                    /** ClientRequest body */
                    body?: ("register"|"propose"|"read"|"batch");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a ClientRequest. */
                type $Shape = {
                  register?: graft.raft.v1.Register.$Shape|null;
                  propose?: graft.raft.v1.Propose.$Shape|null;
                  read?: graft.raft.v1.Read.$Shape|null;
                  batch?: graft.raft.v1.Batch.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ body?: undefined; register?: null; propose?: null; read?: null; batch?: null }|{ body?: "register"; register: graft.raft.v1.Register.$Shape; propose?: null; read?: null; batch?: null }|{ body?: "propose"; register?: null; propose: graft.raft.v1.Propose.$Shape; read?: null; batch?: null }|{ body?: "read"; register?: null; propose?: null; read: graft.raft.v1.Read.$Shape; batch?: null }|{ body?: "batch"; register?: null; propose?: null; read?: null; batch: graft.raft.v1.Batch.$Shape })
                );
            }

            /**
             * Properties of a Batch.
             * @deprecated Use graft.raft.v1.Batch.$Properties instead.
             */
            interface IBatch extends graft.raft.v1.Batch.$Properties {
            }

            /** Represents a Batch. */
            class Batch {

                /**
                 * Constructs a new Batch.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.Batch.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Batch requests. */
                requests: Uint8Array[];

                /**
                 * Creates a new Batch instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Batch instance
                 */
                static create(properties: graft.raft.v1.Batch.$Shape): graft.raft.v1.Batch & graft.raft.v1.Batch.$Shape;
                static create(properties?: graft.raft.v1.Batch.$Properties): graft.raft.v1.Batch;

                /**
                 * Encodes the specified Batch message. Does not implicitly {@link graft.raft.v1.Batch.verify|verify} messages.
                 * @param message Batch message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.Batch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Batch message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Batch & graft.raft.v1.Batch.$Shape} Batch
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.Batch & graft.raft.v1.Batch.$Shape;
            }

            namespace Batch {

                /** Properties of a Batch. */
                interface $Properties {

                    /** Batch requests */
                    requests?: (Uint8Array[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Batch. */
                type $Shape = graft.raft.v1.Batch.$Properties;
            }

            /**
             * Properties of a Register.
             * @deprecated Use graft.raft.v1.Register.$Properties instead.
             */
            interface IRegister extends graft.raft.v1.Register.$Properties {
            }

            /** Represents a Register. */
            class Register {

                /**
                 * Constructs a new Register.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.Register.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Creates a new Register instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Register instance
                 */
                static create(properties: graft.raft.v1.Register.$Shape): graft.raft.v1.Register & graft.raft.v1.Register.$Shape;
                static create(properties?: graft.raft.v1.Register.$Properties): graft.raft.v1.Register;

                /**
                 * Encodes the specified Register message. Does not implicitly {@link graft.raft.v1.Register.verify|verify} messages.
                 * @param message Register message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.Register.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Register message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Register & graft.raft.v1.Register.$Shape} Register
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.Register & graft.raft.v1.Register.$Shape;
            }

            namespace Register {

                /** Properties of a Register. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Register. */
                type $Shape = graft.raft.v1.Register.$Properties;
            }

            /**
             * Properties of a Propose.
             * @deprecated Use graft.raft.v1.Propose.$Properties instead.
             */
            interface IPropose extends graft.raft.v1.Propose.$Properties {
            }

            /** Represents a Propose. */
            class Propose {

                /**
                 * Constructs a new Propose.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.Propose.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Propose clientId. */
                clientId: number;

                /** Propose sequence. */
                sequence: number;

                /** Propose command. */
                command: Uint8Array;

                /**
                 * Creates a new Propose instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Propose instance
                 */
                static create(properties: graft.raft.v1.Propose.$Shape): graft.raft.v1.Propose & graft.raft.v1.Propose.$Shape;
                static create(properties?: graft.raft.v1.Propose.$Properties): graft.raft.v1.Propose;

                /**
                 * Encodes the specified Propose message. Does not implicitly {@link graft.raft.v1.Propose.verify|verify} messages.
                 * @param message Propose message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.Propose.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Propose message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Propose & graft.raft.v1.Propose.$Shape} Propose
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.Propose & graft.raft.v1.Propose.$Shape;
            }

            namespace Propose {

                /** Properties of a Propose. */
                interface $Properties {

                    /** Propose clientId */
                    clientId?: (number|null);

                    /** Propose sequence */
                    sequence?: (number|null);

                    /** Propose command */
                    command?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Propose. */
                type $Shape = graft.raft.v1.Propose.$Properties;
            }

            /**
             * Properties of a Read.
             * @deprecated Use graft.raft.v1.Read.$Properties instead.
             */
            interface IRead extends graft.raft.v1.Read.$Properties {
            }

            /** Represents a Read. */
            class Read {

                /**
                 * Constructs a new Read.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.Read.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Read stale. */
                stale: boolean;

                /** Read query. */
                query: Uint8Array;

                /**
                 * Creates a new Read instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Read instance
                 */
                static create(properties: graft.raft.v1.Read.$Shape): graft.raft.v1.Read & graft.raft.v1.Read.$Shape;
                static create(properties?: graft.raft.v1.Read.$Properties): graft.raft.v1.Read;

                /**
                 * Encodes the specified Read message. Does not implicitly {@link graft.raft.v1.Read.verify|verify} messages.
                 * @param message Read message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.Read.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Read message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Read & graft.raft.v1.Read.$Shape} Read
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.Read & graft.raft.v1.Read.$Shape;
            }

            namespace Read {

                /** Properties of a Read. */
                interface $Properties {

                    /** Read stale */
                    stale?: (boolean|null);

                    /** Read query */
                    query?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Read. */
                type $Shape = graft.raft.v1.Read.$Properties;
            }

            /**
             * Properties of a ClientResponse.
             * @deprecated Use graft.raft.v1.ClientResponse.$Properties instead.
             */
            interface IClientResponse extends graft.raft.v1.ClientResponse.$Properties {
            }

            /** Represents a ClientResponse. */
            class ClientResponse {

                /**
                 * Constructs a new ClientResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.ClientResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ClientResponse done. */
                done?: (graft.raft.v1.Done.$Properties|null);

                /** ClientResponse failure. */
                failure?: (graft.raft.v1.Failure.$Properties|null);

                /** ClientResponse answers. */
                answers?: (graft.raft.v1.Answers.$Properties|null);

                /** ClientResponse body. */
                body?: ("done"|"failure"|"answers");

                /**
                 * Creates a new ClientResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ClientResponse instance
                 */
                static create(properties: graft.raft.v1.ClientResponse.$Shape): graft.raft.v1.ClientResponse & graft.raft.v1.ClientResponse.$Shape;
                static create(properties?: graft.raft.v1.ClientResponse.$Properties): graft.raft.v1.ClientResponse;

                /**
                 * Encodes the specified ClientResponse message. Does not implicitly {@link graft.raft.v1.ClientResponse.verify|verify} messages.
                 * @param message ClientResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.ClientResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ClientResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.ClientResponse & graft.raft.v1.ClientResponse.$Shape} ClientResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.ClientResponse & graft.raft.v1.ClientResponse.$Shape;
            }

            namespace ClientResponse {

                /** Properties of a ClientResponse. */
                interface $Properties {

                    /** ClientResponse done */
                    done?: (graft.raft.v1.Done.$Properties|null);

                    /** ClientResponse failure */
                    failure?: (graft.raft.v1.Failure.$Properties|null);

                    /** ClientResponse answers */
                    answers?: (graft.raft.v1.Answers.$Properties|null);

                    /** ClientResponse body */
                    body?: ("done"|"failure"|"answers");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a ClientResponse. */
                type $Shape = {
                  done?: graft.raft.v1.Done.$Shape|null;
                  failure?: graft.raft.v1.Failure.$Shape|null;
                  answers?: graft.raft.v1.Answers.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ body?: undefined; done?: null; failure?: null; answers?: null }|{ body?: "done"; done: graft.raft.v1.Done.$Shape; failure?: null; answers?: null }|{ body?: "failure"; done?: null; failure: graft.raft.v1.Failure.$Shape; answers?: null }|{ body?: "answers"; done?: null; failure?: null; answers: graft.raft.v1.Answers.$Shape })
                );
            }

            /**
             * Properties of an Answers.
             * @deprecated Use graft.raft.v1.Answers.$Properties instead.
             */
            interface IAnswers extends graft.raft.v1.Answers.$Properties {
            }

            /** Represents an Answers. */
            class Answers {

                /**
                 * Constructs a new Answers.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.Answers.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Answers answers. */
                answers: graft.raft.v1.Answer.$Properties[];

                /**
                 * Creates a new Answers instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Answers instance
                 */
                static create(properties: graft.raft.v1.Answers.$Shape): graft.raft.v1.Answers & graft.raft.v1.Answers.$Shape;
                static create(properties?: graft.raft.v1.Answers.$Properties): graft.raft.v1.Answers;

                /**
                 * Encodes the specified Answers message. Does not implicitly {@link graft.raft.v1.Answers.verify|verify} messages.
                 * @param message Answers message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.Answers.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Answers message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Answers & graft.raft.v1.Answers.$Shape} Answers
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.Answers & graft.raft.v1.Answers.$Shape;
            }

            namespace Answers {

                /** Properties of an Answers. */
                interface $Properties {

                    /** Answers answers */
                    answers?: (graft.raft.v1.Answer.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Answers. */
                type $Shape = graft.raft.v1.Answers.$Properties;
            }

            /**
             * Properties of an Answer.
             * @deprecated Use graft.raft.v1.Answer.$Properties instead.
             */
            interface IAnswer extends graft.raft.v1.Answer.$Properties {
            }

            /** Represents an Answer. */
            class Answer {

                /**
                 * Constructs a new Answer.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.Answer.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Answer position. */
                position: number;

                /** Answer response. */
                response: Uint8Array;

                /**
                 * Creates a new Answer instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Answer instance
                 */
                static create(properties: graft.raft.v1.Answer.$Shape): graft.raft.v1.Answer & graft.raft.v1.Answer.$Shape;
                static create(properties?: graft.raft.v1.Answer.$Properties): graft.raft.v1.Answer;

                /**
                 * Encodes the specified Answer message. Does not implicitly {@link graft.raft.v1.Answer.verify|verify} messages.
                 * @param message Answer message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.Answer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Answer message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Answer & graft.raft.v1.Answer.$Shape} Answer
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.Answer & graft.raft.v1.Answer.$Shape;
            }

            namespace Answer {

                /** Properties of an Answer. */
                interface $Properties {

                    /** Answer position */
                    position?: (number|null);

                    /** Answer response */
                    response?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Answer. */
                type $Shape = graft.raft.v1.Answer.$Properties;
            }

            /**
             * Properties of a Done.
             * @deprecated Use graft.raft.v1.Done.$Properties instead.
             */
            interface IDone extends graft.raft.v1.Done.$Properties {
            }

            /** Represents a Done. */
            class Done {

                /**
                 * Constructs a new Done.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.Done.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Done index. */
                index: number;

                /** Done result. */
                result: Uint8Array;

                /**
                 * Creates a new Done instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Done instance
                 */
                static create(properties: graft.raft.v1.Done.$Shape): graft.raft.v1.Done & graft.raft.v1.Done.$Shape;
                static create(properties?: graft.raft.v1.Done.$Properties): graft.raft.v1.Done;

                /**
                 * Encodes the specified Done message. Does not implicitly {@link graft.raft.v1.Done.verify|verify} messages.
                 * @param message Done message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.Done.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Done message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Done & graft.raft.v1.Done.$Shape} Done
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.Done & graft.raft.v1.Done.$Shape;
            }

            namespace Done {

                /** Properties of a Done. */
                interface $Properties {

                    /** Done index */
                    index?: (number|null);

                    /** Done result */
                    result?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Done. */
                type $Shape = graft.raft.v1.Done.$Properties;
            }

            /**
             * Properties of a Failure.
             * @deprecated Use graft.raft.v1.Failure.$Properties instead.
             */
            interface IFailure extends graft.raft.v1.Failure.$Properties {
            }

            /** Represents a Failure. */
            class Failure {

                /**
                 * Constructs a new Failure.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: graft.raft.v1.Failure.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Failure code. */
                code: graft.raft.v1.Failure.Code;

                /** Failure message. */
                message: string;

                /** Failure notExecuted. */
                notExecuted: boolean;

                /** Failure leader. */
                leader: string;

                /**
                 * Creates a new Failure instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Failure instance
                 */
                static create(properties: graft.raft.v1.Failure.$Shape): graft.raft.v1.Failure & graft.raft.v1.Failure.$Shape;
                static create(properties?: graft.raft.v1.Failure.$Properties): graft.raft.v1.Failure;

                /**
                 * Encodes the specified Failure message. Does not implicitly {@link graft.raft.v1.Failure.verify|verify} messages.
                 * @param message Failure message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: graft.raft.v1.Failure.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Failure message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {graft.raft.v1.Failure & graft.raft.v1.Failure.$Shape} Failure
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): graft.raft.v1.Failure & graft.raft.v1.Failure.$Shape;
            }

            namespace Failure {

                /** Properties of a Failure. */
                interface $Properties {

                    /** Failure code */
                    code?: (graft.raft.v1.Failure.Code|null);

                    /** Failure message */
                    message?: (string|null);

                    /** Failure notExecuted */
                    notExecuted?: (boolean|null);

                    /** Failure leader */
                    leader?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Failure. */
                type $Shape = graft.raft.v1.Failure.$Properties;

                /** Code enum. */
                enum Code {

                    /** CODE_UNSPECIFIED value */
                    CODE_UNSPECIFIED = 0,

                    /** NOT_LEADER value */
                    NOT_LEADER = 1,

                    /** OVERLOADED value */
                    OVERLOADED = 2,

                    /** TOO_LARGE value */
                    TOO_LARGE = 3,

                    /** SESSION_EXPIRED value */
                    SESSION_EXPIRED = 4,

                    /** UNCERTAIN value */
                    UNCERTAIN = 5,

                    /** INVALID_REQUEST value */
                    INVALID_REQUEST = 6,

                    /** NODE_STOPPED value */
                    NODE_STOPPED = 7
                }
            }
        }
    }
}
