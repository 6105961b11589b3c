// Command native is Talos' judge for the machine that it is built on: asked on standard input, answers on standard output.
// Tests hold the WebAssembly module against it, and with the argument receive it speaks for simulated machines of its release.
package main

import (
	"errors"
	"fmt"
	"os"

	"cdktf-proxmox-talos/judge/machineconfig"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	switch {
	case len(arguments) == 0:
		return machineconfig.Run(os.Stdin, os.Stdout)
	case len(arguments) == 1 && arguments[0] == "receive":
		return machineconfig.RunReceive(os.Stdin, os.Stdout)
	default:
		return errors.New("the only argument is receive")
	}
}
