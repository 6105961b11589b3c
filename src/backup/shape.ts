import * as z from 'zod';
import { dnsLabel, proxmoxName, resourcePool, someText, textThat, wholeNumber } from '../forms/scalars';
import { shapeOf } from '../forms/shape';
import { isCalendarEvent } from './calendar-event';
import { writeSchedule, writeSomeBackedUpMachine } from './faults';
import type { BackupJobSettings, BackupRetention } from './settings';

const count = wholeNumber(1).optional();

const retentionShape = shapeOf<BackupRetention>('BackupRetention')({
  last: count,
  hourly: count,
  daily: count,
  weekly: count,
  monthly: count,
  yearly: count,
});

/** Form of `BackupJobSettings`. */
export const backupJobShape = shapeOf<BackupJobSettings>('BackupJobSettings')({
  schedule: textThat(writeSchedule(), isCalendarEvent),
  datastoreId: proxmoxName,
  machines: z.array(dnsLabel).min(1, { error: writeSomeBackedUpMachine() }).optional(),
  poolId: resourcePool.optional(),
  mode: z.enum(['snapshot', 'suspend', 'stop']).optional(),
  compression: z.enum(['zstd', 'gzip', 'lzo', 'none']).optional(),
  keep: retentionShape.optional(),
  enabled: z.boolean().optional(),
  notesTemplate: someText.optional(),
  repeatMissed: z.boolean().optional(),
});
