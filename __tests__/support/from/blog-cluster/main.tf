terraform {
  required_version = ">= 1.9.0"
  required_providers {
    proxmox = { source = "bpg/proxmox", version = "0.75.0" }
  }
}

provider "proxmox" {
  endpoint = "https://10.200.0.5:8006"
  insecure = true
  username = "root@pam"
}

provider "gitea" {
  base_url = "https://gitea.example.com"
  token    = "b1946ac92492d2347c6235b4d2611184aaaaaaaa"
}

locals {
  gateway = "10.200.0.1"
}

module "talos" {
  source  = "git::https://github.com/example/tofu-modules.git//proxmox/talos?ref=v1.2.0"

  image = {
    version        = "v1.9.5"
    update_version = "v1.9.5"
    schematic_path = "schematic.yaml"
  }

  cluster = {
    name                                    = "talos-basic-example"
    vip                                     = "10.200.5.10"
    gateway                                 = local.gateway
    subnet_mask                             = "16"
    proxmox_cluster                         = "ryzen-proxmox"
    kubernetes_version                      = "v1.32.3"
    allow_scheduling_on_control_plane_nodes = true
    extra_manifests = [
      "https://github.com/kubernetes-sigs/metrics-server/releases/download/v0.7.2/components.yaml",
    ]
  }

  nodes = {
    ctrl-00 = {
      host_node = "ryzen-proxmox", machine_type = "controlplane", datastore_id = "samsung-500gb"
      ip = "10.200.5.1", network_bridge = "vmbr200", vm_id = 800, cpu = 2, ram_dedicated = 2048, igpu = false
    }
    ctrl-01 = {
      host_node = "ryzen-proxmox", machine_type = "controlplane", datastore_id = "samsung-500gb"
      ip = "10.200.5.2", network_bridge = "vmbr200", vm_id = 801, cpu = 2, ram_dedicated = 2048, igpu = false
    }
    ctrl-02 = {
      host_node = "ryzen-proxmox", machine_type = "controlplane", datastore_id = "nvme"
      ip = "10.200.5.3", network_bridge = "vmbr200", vm_id = 802, cpu = 2, ram_dedicated = 2048
    }
    work-00 = {
      host_node      = "abel"
      machine_type   = "worker"
      datastore_id   = "samsung-500gb"
      ip             = "10.200.5.110"
      dns            = ["1.1.1.1", "8.8.8.8"]
      network_bridge = "vmbr200"
      vm_id          = 810
      cpu            = 8
      ram_dedicated  = 4096
      disk_size      = 60
      update         = true
    }
  }

  flux_bootstrap_repo = {
    username = "gitea_admin"
    name     = "fluxcd-demo"
    branch   = "main"
  }
}

output "talos_config" {
  value     = module.talos.client_configuration.talos_config
  sensitive = true
}
