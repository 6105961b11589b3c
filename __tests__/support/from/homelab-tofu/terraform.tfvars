proxmox = {
  name         = "host3"
  cluster_name = "kube"
  endpoint     = "https://host3.example.com:8006"
  insecure     = false
  username     = "root"
  api_token    = "root@pam!tofu=1a1b2c3d-4e5f-6789-abcd-ef0123456789"
}
