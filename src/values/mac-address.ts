import { notAMacAddress } from './faults';

const FORM = /^[0-9a-f][02468ace](?::[0-9a-f]{2}){5}$|^[0-9a-f][02468ace](?:-[0-9a-f]{2}){5}$/i;

/** Word in the place of a MAC address that is made of names. */
export const DETERMINISTIC = 'deterministic';

/** The hardware address of one network interface (a unicast address). */
export class MacAddress {
  /**
   * Reads an address in upper or lower case, with colons or dashes.
   *
   * @throws if the text is no such address, or if it addresses a group of machines
   */
  public static of(text: string): MacAddress {
    if (!MacAddress.isValid(text)) throw new Error(notAMacAddress(text));
    return new MacAddress(text.toUpperCase().replaceAll('-', ':'));
  }

  /** True if `of` accepts the text. */
  public static isValid(text: string): boolean {
    return FORM.test(text);
  }

  private constructor(private readonly text: string) {}

  /** The address in upper case with colons, which is how Proxmox VE stores it. */
  public toString(): string {
    return this.text;
  }
}
