/** A volume of Talos that would leave `EPHEMERAL`, or return to it, on a machine that has data on it. */
export function systemVolumeMoves(machine: string, volume: string, becomesPartition: boolean): string {
  const [directory, partition] = ['a directory of EPHEMERAL', 'a partition of its own'];
  const [is, becomes] = becomesPartition ? [directory, partition] : [partition, directory];
  return (
    `${machine}: volume ${volume} is ${is}, and would become ${becomes}; Talos moves no data and refuses the configuration, so the apply would stop ` +
    'there; take the change back, or replace the machine'
  );
}
