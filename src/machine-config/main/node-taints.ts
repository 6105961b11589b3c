import { TAINT_FORM } from '../../values/taint';

/** A taint in the configuration of the kubelet. */
export interface RegisteredTaint {
  /** Key of the taint. */
  readonly key: string;
  /** Value of the taint; left out if it has none. */
  readonly value?: string;
  /** Effect on pods that do not tolerate the taint. */
  readonly effect: string;
}

/**
 * The taints that a kubelet registers its node with. Unlike `nodeTaints` of Talos they need no permission to change the
 * node; they take effect only when the node is registered for the first time.
 */
export function registeredTaints(nodeTaints: Readonly<Record<string, string>> = {}): readonly RegisteredTaint[] {
  return Object.entries(nodeTaints).map(([key, text]) => {
    const [, value = '', effect = text] = TAINT_FORM.exec(text) ?? [];
    return { key, ...(value !== '' && { value }), effect };
  });
}
