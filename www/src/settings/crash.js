// The points at which a service can crash, in the order in which it works.
export const CRASH_POINTS = /** @type {const} */ (['now', 'beforeEffect', 'afterEffect', 'afterAck', 'beforeMark']);
