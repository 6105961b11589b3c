// Command native is Talos' judge for the machine that it is built on: asked on standard input, answers on standard output.
// Tests hold the WebAssembly module against it.
package main

import (
	"fmt"
	"os"

	"cdktf-proxmox-talos/judge/machineconfig"
)

func main() {
	if err := machineconfig.Run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
