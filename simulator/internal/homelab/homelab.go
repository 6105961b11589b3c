// Package homelab puts the simulated services together: a homelab on loopback that a real OpenTofu can work on.
package homelab

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"

	"cdktf-proxmox-talos/simulator/internal/authority"
	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/factory"
	"cdktf-proxmox-talos/simulator/internal/files"
	"cdktf-proxmox-talos/simulator/internal/githost"
	"cdktf-proxmox-talos/simulator/internal/hostssh"
	"cdktf-proxmox-talos/simulator/internal/kubernetes"
	"cdktf-proxmox-talos/simulator/internal/proxmox"
	"cdktf-proxmox-talos/simulator/internal/sshagent"
	"cdktf-proxmox-talos/simulator/internal/statestore"
	"cdktf-proxmox-talos/simulator/internal/talosnode"
)

// Homelab is a homelab that runs.
type Homelab struct {
	config    Config
	recorder  *calls.Recorder
	authority *authority.Authority
	endpoints []*proxmox.Server
	git       *githost.Server
	state     *statestore.Server
	talos     *talosnode.Server
	clusters  *kubernetes.Server
	// closers end what was started, in the order in which it was.
	closers []func()
}

// Start has every service of the homelab answer, or none.
func Start(ctx context.Context, config Config) (*Homelab, error) {
	h := &Homelab{config: config}

	for _, start := range []func(context.Context) error{
		h.openJournal, h.startAgent, h.startStores, h.startMachines, h.startEndpoints, h.startControl,
	} {
		if err := start(ctx); err != nil {
			h.Close()

			return nil, err
		}
	}

	return h, nil
}

// Close ends the homelab, the last service first, and waits for it.
func (h *Homelab) Close() {
	for index := len(h.closers) - 1; index >= 0; index-- {
		h.closers[index]()
	}
}

func (h *Homelab) openJournal(context.Context) error {
	if err := os.MkdirAll(h.config.StateDirectory, 0o700); err != nil {
		return fmt.Errorf("stateDirectory cannot be made: %w", err)
	}

	journal, err := os.OpenFile(filepath.Join(h.config.StateDirectory, "journal.jsonl"), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("the journal of another run lies in stateDirectory; give a directory that is new or empty: %w", err)
	}

	h.onClose(func() { _ = journal.Close() })
	h.recorder = calls.NewRecorder(journal)

	if h.authority, err = authority.New(h.config.StateDirectory); err != nil {
		return err
	}

	return h.recorder.AddFaults(h.config.Faults...)
}

func (h *Homelab) startAgent(context.Context) error {
	config := h.config.SSHAgent
	if config == nil {
		return nil
	}

	agent, err := sshagent.Start(*config)
	if err != nil {
		return err
	}

	h.onClose(agent.Close)

	return nil
}

func (h *Homelab) startStores(ctx context.Context) error {
	images, err := factory.Start(ctx, h.config.Factory, h.recorder)
	if err != nil {
		return err
	}

	h.onClose(images.Close)

	if config := h.config.Git; config != nil {
		if config.Directory == "" {
			config.Directory = filepath.Join(h.config.StateDirectory, "git")
		}

		config.Authority = h.authority

		if h.git, err = githost.Start(ctx, *config, h.recorder); err != nil {
			return err
		}

		h.onClose(h.git.Close)
	}

	if config := h.config.Files; config != nil {
		served, err := files.Start(ctx, *config, h.recorder)
		if err != nil {
			return err
		}

		h.onClose(served.Close)
	}

	if config := h.config.State; config != nil {
		if h.state, err = statestore.Start(ctx, *config, h.recorder); err != nil {
			return err
		}

		h.onClose(h.state.Close)
	}

	return nil
}

func (h *Homelab) startMachines(ctx context.Context) (err error) {
	directory := h.config.StateDirectory

	dependencies := kubernetes.Dependencies{Recorder: h.recorder, StateDirectory: directory}
	if h.git != nil {
		dependencies.Git = fluxGit{h.git}
	}

	h.clusters, err = kubernetes.Start(ctx, h.config.Kubernetes, dependencies)
	if err != nil {
		return err
	}

	h.onClose(h.clusters.Close)

	h.talos, err = talosnode.Start(ctx, h.config.Talos, talosnode.Dependencies{
		Recorder: h.recorder, Kubernetes: h.clusters, StateDirectory: directory,
	})
	if err != nil {
		return err
	}

	h.onClose(h.talos.Close)

	return nil
}

func (h *Homelab) startEndpoints(ctx context.Context) error {
	for _, config := range h.config.Proxmox {
		endpoint, err := proxmox.Start(ctx, config, proxmox.Dependencies{
			Recorder:  h.recorder,
			Authority: h.authority,
			Rack:      h.talos,
			Shown:     func(address netip.Addr) netip.Addr { return shown(h.config.ShownAddresses, address) },
		})
		if err != nil {
			return err
		}

		h.onClose(func() { _ = endpoint.Close() })
		h.endpoints = append(h.endpoints, endpoint)

		if err := h.startLogins(ctx, config.Hosts, endpoint); err != nil {
			return err
		}
	}

	return nil
}

func (h *Homelab) startLogins(ctx context.Context, hosts []proxmox.Host, endpoint *proxmox.Server) error {
	for _, host := range hosts {
		if host.SSH == nil {
			continue
		}

		login, err := hostssh.Start(ctx, *host.SSH, hostssh.Dependencies{Recorder: h.recorder, HostName: host.Name, Host: endpoint})
		if err != nil {
			return err
		}

		h.onClose(func() { _ = login.Close() })
	}

	return nil
}

func (h *Homelab) startControl(ctx context.Context) error {
	listener, err := calls.Listen(h.config.Control)
	if err != nil {
		return fmt.Errorf("control: %w", err)
	}

	served := &control{
		recorder: h.recorder, inventory: h.inventory, stored: h.stored,
		powerOn: h.talos.PowerOnPhysical, lock: h.lockGuest, run: h.runOnHost, upgrade: h.talos.UpgradeKubernetes,
	}
	h.onClose(calls.ServeHTTP(ctx, listener, served.handler()).Close)

	return nil
}

func (h *Homelab) lockGuest(endpoint string, id int, reason string) error {
	found, err := h.findEndpoint(endpoint)
	if err != nil {
		return err
	}

	return found.Lock(id, reason)
}

func (h *Homelab) runOnHost(endpoint, host, line string) (string, error) {
	found, err := h.findEndpoint(endpoint)
	if err != nil {
		return "", err
	}

	return found.Run(host, line)
}

func (h *Homelab) findEndpoint(name string) (*proxmox.Server, error) {
	for index, config := range h.config.Proxmox {
		if config.Name == name {
			return h.endpoints[index], nil
		}
	}

	return nil, fmt.Errorf("no endpoint is called %q", name)
}

func (h *Homelab) onClose(closer func()) { h.closers = append(h.closers, closer) }
