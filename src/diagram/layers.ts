import type { ClusterModel } from '../model/cluster-model';

/** A step of an apply, and what it makes. */
export interface Layer {
  /** Its name. */
  readonly name: 'infrastructure' | 'talos' | 'bootstrap';
  /** Objects and settings that it makes, in order, in words. */
  readonly creates: readonly string[];
}

/** Steps in which a stack makes a cluster; the last one only where something follows a repository. */
export function layersOf({ images, nodes, gitops, healthCheck }: ClusterModel): readonly Layer[] {
  const downloads = images.reduce((sum, { hosts }) => sum + hosts.length, 0);
  const virtual = nodes.filter(({ vm }) => vm !== undefined).length;
  const infrastructure = [
    counted(new Set(images.map(({ schematic }) => schematic.id)).size, 'schematic'),
    ...(downloads > 0 ? [counted(downloads, 'image file')] : []),
    ...(virtual > 0 ? [counted(virtual, 'virtual machine')] : []),
  ];
  const talos = [
    'machine secrets',
    counted(nodes.length, 'machine configuration'),
    'bootstrap of etcd',
    ...(healthCheck === undefined ? [] : ['health check']),
    'kubeconfig',
  ];
  return [
    { name: 'infrastructure', creates: infrastructure },
    { name: 'talos', creates: talos },
    ...(gitops.flux === undefined ? [] : [{ name: 'bootstrap' as const, creates: ['access to Git', 'Flux'] }]),
  ];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
