import { connect } from 'node:tls';

/** Names and addresses that the certificate of a server is good for, whoever has signed it. */
export function namesInCertificate(host: string, port: number): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().subjectaltname?.split(', ') ?? []);
      socket.destroy();
    });
    socket.on('error', reject);
  });
}
