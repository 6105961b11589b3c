proxmox = {
  name         = "adam"
  cluster_name = "homelab"
  endpoint     = "https://192.168.40.62:8006"
  insecure     = true
  username     = "root"
}
proxmox_api_token   = "root@pam!tofu=0a1b2c3d-4e5f-6789-abcd-ef0123456789"
bws_access_token_ro = "0.5d2cbdbe.U2VjcmV0VmFsdWU"
kubernetes_volumes = {
  pv-sonarr = { node = "carl", size = "4G" }
}
