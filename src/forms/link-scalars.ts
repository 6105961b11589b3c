import { MacAddress } from '../values/mac-address';
import { isHostWithPort } from '../values/url';
import {
  writeBusPath,
  writeCardAddress,
  writeDuid,
  writeLinkName,
  writePriority,
  writeProbedServer,
  writePtpDevice,
  writeWireGuardKey,
} from './link-scalar-texts';
import { freeName, textOf, textThat } from './scalars';

/** Name of a link; Linux takes 15 characters. */
export const linkName = freeName(textOf(writeLinkName(), /^(?!\.{1,2}$)[A-Za-z0-9_.-]{1,15}$/));

/** MAC address that a card was made with. */
export const cardAddress = textThat(writeCardAddress(), (text) => MacAddress.isValid(text));

/** Place of a card on the bus. */
export const busPath = textOf(writeBusPath(), /^[0-9A-Za-z:.-]+$/);

/** Public key of a tunnel: 32 bytes. */
export const wireGuardKey = textOf(writeWireGuardKey(), /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/);

/** Identifier of a machine at a DHCP server (DUID). */
export const duid = textOf(writeDuid(), /^[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2})+$/);

/** Priority of a rule; 32500 is that of KubeSpan. */
export const rulePriority = textThat(
  writePriority(),
  (text) => /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 32_765 && text !== '32500',
);

/** A server with a port. */
export const probedServer = textThat(writeProbedServer(), (text) => /:\d+$/.test(text) && isHostWithPort(text));

/** A clock of a network card. */
export const ptpDevice = textOf(writePtpDevice(), /^\/dev\/ptp\d+$/);
