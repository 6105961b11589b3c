/** What exists and is to be taken into the state, as OpenTofu writes it. */
export interface ImportBlock {
  /** Address in the stack. */
  readonly to: string;
  /** Id in the words of the provider, or an expression. */
  readonly id: string;
  /** What is asked for the id, as a data source of the provider `http`. */
  readonly read?: HttpRead;
}

/** A question over HTTP while a plan is made. */
export interface HttpRead {
  /** Name of the data source. */
  readonly name: string;
  /** What is asked. */
  readonly url: string;
  /** With what it is asked; values are expressions where they are secret. */
  readonly request_headers: Readonly<Record<string, string>>;
}
