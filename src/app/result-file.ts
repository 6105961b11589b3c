/** Variable that names the file into which an app writes its result as JSON, beside what it prints. */
export const RESULT_FILE_VARIABLE = 'CDKTF_PROXMOX_TALOS_RESULT';
