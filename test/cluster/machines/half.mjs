export const createStateMachine = () => ({ apply: () => new Uint8Array() });
