import { NETWORK_KNOWN_AT_SYNTH } from '../../network/known-at-synth';
import { NETWORK_RULES } from '../../network/rules';
import type { ClusterNetworkSettings } from '../../network/settings';
import { clusterNetworkShape } from '../../network/shape';
import { checkSettings } from '../private/check-settings';

/** Network that the machines of a cluster share. */
export class ClusterNetwork {
  /**
   * Checks the settings of a network.
   *
   * @throws one error with a line for each fault, such as a gateway of the other family. All but the subnet, the link and
   * the list of search domains may be values that only OpenTofu knows
   */
  public static of(settings: ClusterNetworkSettings): ClusterNetwork {
    const check = { form: clusterNetworkShape, rules: NETWORK_RULES, knownAtSynth: NETWORK_KNOWN_AT_SYNTH };
    checkSettings('ClusterNetwork', check, settings);
    return new ClusterNetwork(settings);
  }

  private constructor(
    /** The settings, as they were given. */
    public readonly settings: ClusterNetworkSettings,
  ) {}
}
