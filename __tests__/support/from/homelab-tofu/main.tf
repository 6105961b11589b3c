module "talos" {
  source    = "./talos"
  providers = { proxmox = proxmox }

  image = {
    version        = "v1.9.5"
    update_version = "v1.10.1"
    schematic      = file("${path.module}/talos/image/schematic.yaml")
  }

  cilium = {
    values  = file("${path.module}/talos/inline-manifests/values.yaml")
    install = file("${path.module}/talos/inline-manifests/cilium-install.yaml")
  }

  coredns = {
    install = file("${path.module}/talos/inline-manifests/coredns.yaml")
  }

  inline_manifests = [
    { name = "apps", content = <<EOT
apiVersion: v1
kind: Namespace
metadata:
  name: apps
EOT
      dependencies = ["cilium-bootstrap"]
    }
  ]

  cluster = {
    name               = "talos"
    endpoint           = "api.kube.example.com"
    gateway            = "10.25.150.1"
    vip                = "10.25.150.10"
    talos_version      = "v1.9.5"
    proxmox_cluster    = "kube"
    kubernetes_version = "1.33.0"
  }

  nodes = {
    "ctrl-00" = {
      host_node = "host3", machine_type = "controlplane", datastore_id = "velocity", ip = "10.25.150.11"
      mac_address = "bc:24:11:e6:ba:07", vm_id = 8101, cpu = 6, ram_dedicated = 6144, update = false
    }
    "work-00" = {
      host_node     = "host3"
      machine_type  = "worker"
      datastore_id  = "velocity"
      ip            = "10.25.150.21"
      mac_address   = "bc:24:11:64:5b:cb"
      vm_id         = 8201
      cpu           = 8
      ram_dedicated = 10240
      igpu          = true
      disks = {
        longhorn = {
          device     = "/dev/sdb"
          size       = "180G"
          type       = "scsi"
          mountpoint = "/var/lib/longhorn"
        }
      }
    }
  }
}
