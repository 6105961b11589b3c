// Command simulator stands in for what a test cannot have: providers whose source is not to be had, and the libraries
// that decide on the other side whether our output is right. It is a test tool and is never published.
package main

import (
	"fmt"
	"os"

	"cdktf-proxmox-talos/judge/machineconfig"
	"cdktf-proxmox-talos/simulator/internal/homelab"
	"cdktf-proxmox-talos/simulator/internal/schematic"
	"cdktf-proxmox-talos/simulator/internal/standin/providers"
)

const usage = `usage:
  simulator homelab <config.json>    a homelab on loopback, until standard input ends
  simulator provider <schema.json>   stand in for a provider (plugin protocol 6 of OpenTofu)
  simulator machine-config           make and validate Talos machine configurations (JSON on stdin and stdout)
  simulator schematic-id             ids of Image Factory schematics (JSON on stdin and stdout)`

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "simulator:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 2 && args[0] == "homelab":
		return homelab.Run(args[1], os.Stdin, os.Stdout)
	case len(args) == 2 && args[0] == "provider":
		return providers.Serve(args[1])
	case len(args) == 1 && args[0] == "machine-config":
		return machineconfig.Run(os.Stdin, os.Stdout)
	case len(args) == 1 && args[0] == "schematic-id":
		return schematic.Run(os.Stdin, os.Stdout)
	default:
		return fmt.Errorf("unknown arguments %q\n%s", args, usage)
	}
}
