/** An existing object to import into the state, as OpenTofu writes it. */
export interface ImportBlock {
  /** Address in the stack. */
  readonly to: string;
  /** Id in the words of the provider, or an expression. */
  readonly id: string;
  /** Request that yields the id, as a data source of the provider `http`. */
  readonly read?: HttpRead;
}

/** A question over HTTP while a plan is made. */
export interface HttpRead {
  /** Name of the data source. */
  readonly name: string;
  /** URL of the request. */
  readonly url: string;
  /** With what it is asked; values are expressions where they are secret. */
  readonly request_headers: Readonly<Record<string, string>>;
}
