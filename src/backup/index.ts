export type { BackupJobSettings, BackupRetention } from './settings';
