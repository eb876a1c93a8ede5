// The shapes that cross the boundary to the core; most come from the package itself. This module holds no code.

/** @typedef {import('../../pkg/carteiro.js').Text} Text */
/** @typedef {import('../../pkg/carteiro.js').Problem} Problem */
/** @typedef {import('../../pkg/carteiro.js').Scenario} Scenario */
/** @typedef {import('../../pkg/carteiro.js').OrderWords} OrderWords */
/** @typedef {import('../../pkg/carteiro.js').Lesson} Lesson */
/** @typedef {import('../../pkg/carteiro.js').FrameLayout} Layout */
/** @typedef {import('../../pkg/carteiro.js').HeaderColumn} HeaderColumn */
/** @typedef {import('../../pkg/carteiro.js').NodeColumn} NodeColumn */
/** @typedef {import('../../pkg/carteiro.js').SubscriptionColumn} SubscriptionColumn */
/** @typedef {import('../../pkg/carteiro.js').EffectColumn} EffectColumn */
/** @typedef {import('../../pkg/carteiro.js').WriteColumn} WriteColumn */
/** @typedef {import('../../pkg/carteiro.js').CallColumn} CallColumn */
/** @typedef {import('../../pkg/carteiro.js').EnvelopeColumn} EnvelopeColumn */
/** @typedef {import('../../pkg/carteiro.js').EnvelopeState} EnvelopeState */
/** @typedef {import('../../pkg/carteiro.js').Dist} Dist */
/** @typedef {import('../../pkg/carteiro.js').Duration} Duration */
/** @typedef {import('../../pkg/carteiro.js').Backoff} Backoff */
/** @typedef {import('../../pkg/carteiro.js').Jitter} Jitter */
/** @typedef {import('../../pkg/carteiro.js').Crashes} Crashes */
/** @typedef {import('../../pkg/carteiro.js').Failure} Failure */
/** @typedef {import('../../pkg/carteiro.js').Retry} Retry */
/** @typedef {import('../../pkg/carteiro.js').ScheduledRetry} ScheduledRetry */
/** @typedef {import('../../pkg/carteiro.js').Delivery} Delivery */
/** @typedef {import('../../pkg/carteiro.js').MaxLength} MaxLength */
/** @typedef {import('../../pkg/carteiro.js').Health} Health */
/** @typedef {import('../../pkg/carteiro.js').Settings} Settings */
/** @typedef {import('../../pkg/carteiro.js').Ingress} Ingress */
/** @typedef {import('../../pkg/carteiro.js').Fact} Fact */
/** @typedef {import('../../pkg/carteiro.js').Command} Command */
/** @typedef {import('../../pkg/carteiro.js').LogEntry} LogEntry */
/** @typedef {import('../../pkg/carteiro.js').CallSettings} CallSettings */
/** @typedef {import('../../pkg/carteiro.js').Breaker} Breaker */
/** @typedef {import('../../pkg/carteiro.js').Bulkhead} Bulkhead */
/** @typedef {import('../../pkg/carteiro.js').Ejection} Ejection */
/** @typedef {import('../../pkg/carteiro.js').Judgement} Judgement */
/** @typedef {import('../../pkg/carteiro.js').Beat} Beat */
/** @typedef {import('../../pkg/carteiro.js').Point} Point */
/** @typedef {import('../../pkg/carteiro.js').Playground} Playground */

/** @typedef {'en' | 'pt-BR'} Lang */
/** @typedef {'light' | 'dark' | 'auto'} Theme */

export {};
