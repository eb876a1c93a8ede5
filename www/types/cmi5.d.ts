// What the page uses of the library that speaks cmi5; it comes without types.

declare module '@rusticisoftware/cmi5' {
  type Words = Record<string, string>;

  /** What a platform says of the learner. */
  interface Actor {
    name?: string;
    account: { name: string; homePage: string };
  }

  interface Score {
    scaled: number;
    raw?: number;
    min?: number;
    max?: number;
  }

  interface Statement {
    id: string;
    verb: { id: string; display?: Words };
    object: object;
    context: object;
    result: {
      response?: string;
      success?: boolean;
      duration?: string;
      extensions?: Record<string, unknown>;
    };
  }

  /** An assignable unit: https://rusticisoftware.github.io/cmi5.js/ */
  export default class Cmi5 {
    constructor(address: string);
    start(): Promise<void>;
    includeSourceActivity(include: boolean): void;
    getLaunchMode(): 'Normal' | 'Browse' | 'Review';
    getReturnURL(): string | null;
    getMasteryScore(): number | null;
    getLanguagePreference(): string | null;
    getActor(): Actor;
    getActivityId(): string;
    getRegistration(): string;
    getEndpoint(): string;
    getAuth(): string;
    setProgress(percent: number | null): void;
    prepareStatement(verb: string): Statement;
    completedStatement(): Statement;
    passedStatement(score: Score): Statement;
    failedStatement(score: Score): Statement;
    terminatedStatement(): Statement;
    sendStatement(statement: Statement): Promise<void>;
  }
}
