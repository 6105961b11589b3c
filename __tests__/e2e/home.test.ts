import { describeExample } from '../support/example-run';

describeExample('home', [], (example, { look }) => {
  const nodes = async () => {
    const all = await example().nodes();
    return new Map(all.map((node) => [node.metadata.name, node]));
  };

  look('S-48 b01 a worker has its taint and its labels, which it may set only when it registers', async () => {
    await example().kubernetes<{ metadata: { labels?: Readonly<Record<string, string>> } }>(
      '/api/v1/nodes/work-01',
      ({ metadata }) => metadata.labels?.gpu === 'intel',
    );
    const taints = [...(await nodes())].map(([name, { spec }]) => [
      name,
      (spec.taints ?? [])
        .filter(({ key }) => !key.startsWith('node.kubernetes.io/'))
        .map(({ key, value = '', effect }) => `${key}=${value}:${effect}`),
    ]);
    const controlPlane = ['node-role.kubernetes.io/control-plane=:NoSchedule'];
    expect(Object.fromEntries(taints)).toEqual({
      'ctrl-00': controlPlane,
      'ctrl-01': controlPlane,
      'ctrl-02': controlPlane,
      'work-00': [],
      'work-01': ['gpu=intel:NoSchedule'],
    });
  });

  look('nothing is refused to a kubelet or to Talos', async () => {
    const { kubernetes } = await example().inventory();
    expect(kubernetes.map(({ error }) => error)).toEqual([undefined]);
  });
});
