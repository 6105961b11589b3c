/** Settings beside which a cluster file has the newest contract. */
export const CONTRACT_1_14 = { 'talos.version': 'v1.14.1', 'talos.contract': 'v1.14' };

/** Volumes of Talos itself that may have a place of their own in it. */
export const PARTS = ['ETCD', 'CRI', 'KUBELET', 'LOG'];
