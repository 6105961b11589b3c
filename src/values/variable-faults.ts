/** A token that Proxmox VE can't have given. */
export function notAnApiToken(variable: string): string {
  return (
    `${variable} must have the form USER@REALM!TOKENID=UUID, such as ` +
    'root@pam!tofu=01234567-89ab-cdef-0123-456789abcdef, without quotes, blanks and line breaks. ' +
    'Proxmox VE shows it once, when the token is made.'
  );
}

/** A text that is no private key. */
export function notAPrivateKey(variable: string): string {
  return (
    `${variable} must be a private SSH key in PEM form, with its line breaks: all of a file such as ~/.ssh/id_ed25519, ` +
    'from -----BEGIN to the last -----. A public key and the name of a file are none.'
  );
}

/** A private key that nobody could unlock. */
export function lockedPrivateKey(variable: string): string {
  return `${variable} must be a private SSH key without a passphrase, as nobody is there to type it. Make a key of its own with ssh-keygen -N "".`;
}

/** A token that is empty, or was copied with something around it. */
export function notAnAccessToken(variable: string): string {
  return `${variable} must be an access token, without blanks and line breaks. It is empty or has some.`;
}

/** A passphrase that OpenTofu takes for no encryption. */
export function passphraseTooShort(variable: string, bytes: number): string {
  return `${variable} must have at least ${bytes} characters. Without this very passphrase a state that is encrypted with it is lost.`;
}
