/**
 * When a plan was made, such as `2026-05-01T10:00:00Z`.
 *
 * @param planJson what `tofu show -json <plan file>` prints, parsed
 * @returns nothing if the plan does not say it in this form
 */
export function plannedAt(planJson: unknown): string | undefined {
  const { timestamp } = planJson as { readonly timestamp?: unknown };
  const isTime = typeof timestamp === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/.test(timestamp);
  return isTime ? timestamp : undefined;
}
