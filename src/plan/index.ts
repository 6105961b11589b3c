export { type JudgePlanOptions, judgePlan } from './judge-plan';
export type { Disk, DiskChange } from './disk-changes';
export { renderVerdict, type VerdictPaint } from './render-verdict';
export type { MachineOutcome, MachineVerdict, Refusal, RefusalKind, ResourceCount, Verdict, Way } from './verdict';
