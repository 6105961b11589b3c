import { isIpAddress } from './ip-address';
import { IpCidr } from './ip-cidr';

/** If a text is a network or an address, with `!` before it where it is excluded. */
export function isSubnetChoice(text: string): boolean {
  const place = text.replace(/^!/, '');
  return IpCidr.isValid(place) || isIpAddress(place);
}
