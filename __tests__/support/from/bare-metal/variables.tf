variable "cluster_name" {
  type = string
}

variable "talos_version" {
  type    = string
  default = "v1.10.6"
}

variable "controlplane_nodes" {
  type = map(object({ node_ip = string, interface = optional(string), install_disk = string }))
  default = {
    "thor-cp-01" = { node_ip = "192.168.50.200", interface = "eno1", install_disk = "/dev/nvme0n1" }
    "loki-cp-02" = { node_ip = "192.168.50.201", install_disk = "/dev/nvme0n1" }
    "odin-cp-03" = { node_ip = "192.168.50.202", install_disk = "/dev/nvme0n1" }
  }
}
