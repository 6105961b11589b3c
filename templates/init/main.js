'use strict';

// reads every cluster file in stacks/clusters and writes a stack for each into cdktf.out/stacks
void require('cdktf-proxmox-talos/app').runApp();
