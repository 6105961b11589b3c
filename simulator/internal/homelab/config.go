package homelab

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/factory"
	"cdktf-proxmox-talos/simulator/internal/files"
	"cdktf-proxmox-talos/simulator/internal/githost"
	"cdktf-proxmox-talos/simulator/internal/kubernetes"
	"cdktf-proxmox-talos/simulator/internal/proxmox"
	"cdktf-proxmox-talos/simulator/internal/sshagent"
	"cdktf-proxmox-talos/simulator/internal/statestore"
	"cdktf-proxmox-talos/simulator/internal/talosnode"
)

// Config is what a homelab consists of.
type Config struct {
	// StateDirectory gets the journal, certificates, repositories and logs. It is new or empty.
	StateDirectory string `json:"stateDirectory"`
	// Control is where the control API listens, which is for tests and people and not part of any homelab.
	Control        string           `json:"control"`
	ShownAddresses []ShownAddresses `json:"shownAddresses,omitempty"`
	// Proxmox are independent endpoints, each with hosts of its own.
	Proxmox []proxmox.Config `json:"proxmox"`
	Factory factory.Config   `json:"factory"`
	// Git, Files and State are left out where a homelab has none.
	Git        *githost.Config    `json:"git,omitempty"`
	Files      *files.Config      `json:"files,omitempty"`
	State      *statestore.Config `json:"state,omitempty"`
	Talos      talosnode.Config   `json:"talos"`
	Kubernetes kubernetes.Config  `json:"kubernetes"`
	// SSHAgent is left out where nobody signs in with one.
	SSHAgent *sshagent.Config `json:"sshAgent,omitempty"`
	// Faults are injected from the first call on.
	Faults []calls.Rule `json:"faults,omitempty"`
}

func readConfig(file string) (Config, error) {
	var config Config

	text, err := os.ReadFile(file)
	if err != nil {
		return config, fmt.Errorf("the configuration of the homelab cannot be read: %w", err)
	}

	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()

	if err := decoder.Decode(&config); err != nil {
		return config, fmt.Errorf("%s is no configuration of a homelab: %w", file, err)
	}

	if err := config.check(); err != nil {
		return config, fmt.Errorf("%s: %w", file, err)
	}

	return config, nil
}

func (c Config) check() error {
	if !filepath.IsAbs(c.StateDirectory) {
		return fmt.Errorf("stateDirectory is %q; write an absolute path", c.StateDirectory)
	}

	if len(c.Proxmox) == 0 && len(c.Talos.Physical) == 0 {
		return errors.New("neither proxmox nor talos.physical names a machine to be; a homelab has one of them at least")
	}

	seen := map[string]bool{}
	for _, endpoint := range c.Proxmox {
		if seen[endpoint.Name] {
			return fmt.Errorf("proxmox: two endpoints are called %q; names are what the journal tells them apart by", endpoint.Name)
		}

		seen[endpoint.Name] = true
	}

	for _, each := range c.ShownAddresses {
		if err := each.check(); err != nil {
			return err
		}
	}

	return nil
}
