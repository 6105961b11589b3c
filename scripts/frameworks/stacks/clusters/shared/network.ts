/** A network that clusters share. */
export const network = { subnet: '10.0.0.0/24', gateway: '10.0.0.1' };
