import { judgeMachineConfigurations } from '../../judge';
import { machineShapes } from '../../src/machine-config/machine-shapes';
import type { ClusterModel } from '../../src/model/cluster-model';

/** Expects that Talos' own library takes the machines of a cluster without a word. */
export function expectTalosSilent({ cluster, nodes }: ClusterModel): void {
  const shapes = machineShapes(
    cluster,
    nodes.map(({ machine }) => machine),
  );
  const answers = judgeMachineConfigurations(shapes.map(({ request }) => request));
  expect(answers.map(({ faults, warnings }) => ({ faults, warnings }))).toEqual(
    shapes.map(() => ({ faults: undefined, warnings: undefined })),
  );
}
