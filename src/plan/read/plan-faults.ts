/** Thrown on its own: something else than the JSON of a plan. */
export function notAPlan(): Error {
  return new Error('not the JSON of a plan; pass what tofu show -json prints of a saved plan, parsed');
}

/** Thrown on its own: a plan of a format that the guard would misread. */
export function planFormatUnknown(got: string): Error {
  return new Error(
    `plan of format ${got}, known is 1.0 to 1.2; use a version of this library that knows your OpenTofu`,
  );
}

/** Thrown on its own: OpenTofu did not come to the end of the plan. */
export function isPlanErrored(): Error {
  return new Error('the plan ended in errors and is not whole; correct what tofu plan says and plan again');
}

/** Thrown on its own: OpenTofu put off a part of the plan. */
export function planIncomplete(): Error {
  return new Error('the plan is not whole, as parts of it are put off until others are applied; plan without that');
}

/** Thrown on its own: something in a plan that the guard does not know, and whose effect it cannot judge. */
export function planNotReadable(what: string): Error {
  return new Error(`the plan cannot be judged, as ${what}; use a version of this library that knows your OpenTofu`);
}
