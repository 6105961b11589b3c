/** A taint of a Kubernetes node as text: `value:Effect`, or `Effect` alone. */
export const TAINT_FORM = /^(?:([A-Za-z0-9._-]{0,63}):)?(NoSchedule|PreferNoSchedule|NoExecute)$/;
