package homelab

import (
	"cdktf-proxmox-talos/simulator/internal/githost"
	"cdktf-proxmox-talos/simulator/internal/kubernetes"
	"cdktf-proxmox-talos/simulator/internal/proxmox"
	"cdktf-proxmox-talos/simulator/internal/statestore"
	"cdktf-proxmox-talos/simulator/internal/talosnode"
)

// Inventory is everything that there is in a homelab at one moment, without secrets.
type Inventory struct {
	Proxmox    []proxmox.Inventory       `json:"proxmox"`
	Talos      talosnode.Inventory       `json:"talos"`
	Kubernetes []kubernetes.Cluster      `json:"kubernetes"`
	Git        []githost.RepositoryState `json:"git"`
	State      []statestore.Stored       `json:"state"`
}

func (h *Homelab) inventory() (Inventory, error) {
	all := Inventory{Proxmox: []proxmox.Inventory{}, Talos: h.talos.Inventory(), Kubernetes: h.clusters.Inventory()}

	for _, endpoint := range h.endpoints {
		all.Proxmox = append(all.Proxmox, endpoint.Inventory())
	}

	if h.state != nil {
		all.State = h.state.Inventory()
	}

	if h.git == nil {
		return all, nil
	}

	var err error
	all.Git, err = h.git.Inventory()

	return all, err
}

func (h *Homelab) stored(path string) (content []byte, found bool) {
	if h.state == nil {
		return nil, false
	}

	return h.state.Read(path)
}
