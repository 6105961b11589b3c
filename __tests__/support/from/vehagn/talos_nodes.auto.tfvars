talos_nodes = {
  "ctrl-00" = {
    host_node     = "adam"
    machine_type  = "controlplane"
    ip            = "192.168.40.100"
    mac_address   = "BC:24:11:2E:C8:A0"
    vm_id         = 900
    cpu           = 8
    ram_dedicated = 16384
    igpu          = true
  }
  "ctrl-01" = {
    host_node     = "edwin"
    machine_type  = "controlplane"
    ip            = "192.168.40.101"
    mac_address   = "BC:24:11:2E:C8:A1"
    vm_id         = 901
    cpu           = 4
    ram_dedicated = 8192
    update        = true
  }
  "ctrl-02" = {
    host_node     = "carl"
    machine_type  = "controlplane"
    ip            = "192.168.40.102"
    dns           = ["1.1.1.1", "8.8.8.8"] # only here
    mac_address   = "BC:24:11:2E:C8:A2"
    vm_id         = 902
    cpu           = 4
    ram_dedicated = 4 * 1024
    datastore_id  = "fast"
    igpu          = false
  }
  #  "work-00" = {
  #    host_node     = "adam"
  #  }
}
