/** It says nothing. */
export function noAnswerIn(seconds: number): string {
  return `no answer in ${seconds} s`;
}

/** It says something else than what was asked for. */
export function answeredWith(status: number): string {
  return status === 401 || status === 403
    ? `it answers ${status}: it does not take the kubeconfig of the state`
    : `it answers ${status}`;
}

/** It is no API server, or one of another cluster. */
export function certificateNotTrusted(code: string): string {
  return `its certificate is not that of the cluster in the state (${code})`;
}

/** It answers without end. */
export function answerTooLong(bytes: number): string {
  return `it answers more than ${bytes / 1024 / 1024} MiB`;
}

/** It is no API server. */
export function answerNotJson(): string {
  return 'it answers something other than JSON';
}

/** The connection ended, and nobody says why. */
export function connectionFailed(): string {
  return 'the connection failed';
}

/** Nobody can be asked, as the state has no credentials. */
export function kubeconfigNotThere(): string {
  return 'the state has no kubeconfig to ask with';
}
