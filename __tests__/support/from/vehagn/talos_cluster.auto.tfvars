talos_cluster_config = {
  name = "stone"
  // only where the nodes share a network
  vip     = "192.168.40.99"
  gateway = "192.168.40.1"
  /* talos_machine_config_version = "v1.9.2" */
  proxmox_cluster    = "homelab"
  kubernetes_version = "v1.33.2" # renovate: github-releases=kubernetes/kubernetes
  cilium = {
    bootstrap_manifest_path = "cilium/install.yaml"
    values_file_path        = "cilium/values.yaml"
  }
  gateway_api_version = "v1.3.0"
  extra_manifests     = []
  kubelet             = <<-EOT
    extraArgs:
      # for a VPN agent
      allowed-unsafe-sysctls: net.ipv4.conf.all.src_valid_mark
  EOT
  api_server          = <<-EOT
    extraArgs:
      oidc-issuer-url: "https://id.example.com"
      oidc-client-id: "kubectl"
  EOT
}
