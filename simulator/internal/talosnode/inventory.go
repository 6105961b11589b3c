package talosnode

import (
	"net/netip"

	"github.com/siderolabs/talos/pkg/machinery/resources/runtime"

	"cdktf-proxmox-talos/simulator/internal/talosnode/etcd"
	"cdktf-proxmox-talos/simulator/internal/talosnode/extension"
)

// Inventory is what there is at one moment, for people and tests.
type Inventory struct {
	Nodes []InventoryNode `json:"nodes"`
	// Etcd are the members of the etcd clusters, by the id of the Talos cluster; those of a split brain have a number behind.
	Etcd map[string][]etcd.Member `json:"etcd"`
}

// InventoryNode is a machine.
type InventoryNode struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Where    string `json:"where,omitempty"`
	Physical bool   `json:"physical,omitempty"`
	On       bool   `json:"on"`
	// Address is where the API listens; zero while it does not.
	Address netip.Addr `json:"address"`
	// Stage is off, or a stage of Talos such as maintenance, booting and running.
	Stage       string `json:"stage"`
	MachineType string `json:"machineType,omitempty"`
	Hostname    string `json:"hostname,omitempty"`
	ClusterName string `json:"clusterName,omitempty"`
	ClusterID   string `json:"clusterId,omitempty"`
	Version     string `json:"version"`
	SchematicID string `json:"schematicId"`
	BootID      string `json:"bootId,omitempty"`
	// SecureBoot says whether the firmware checked the signature of what runs.
	SecureBoot bool `json:"secureBoot,omitempty"`
	// Blocked says what the boot waits for, such as a volume that does not open.
	Blocked string `json:"blocked,omitempty"`
	// Bootstrapped says whether the etcd of the machine's cluster exists.
	Bootstrapped bool `json:"bootstrapped"`
	// Volumes are those of the configuration that runs, Mounts the paths that it hands to pods.
	Volumes []InventoryVolume `json:"volumes,omitempty"`
	Mounts  []InventoryMount  `json:"mounts,omitempty"`
	// Services are those of system extensions, with the secrets that they were given.
	Services []extension.Service `json:"services,omitempty"`
}

// Inventory returns all machines, in the order of their ids.
func (s *Server) Inventory() Inventory {
	inventory := Inventory{Nodes: []InventoryNode{}, Etcd: s.clusters.All()}

	for _, n := range s.all() {
		hardware := n.hardware()
		shown := InventoryNode{
			ID: hardware.ID, Name: hardware.Name, Where: hardware.Where, Physical: n.physical, On: n.isOn(), Stage: "off",
			Version: hardware.Image.Version, SchematicID: hardware.Image.SchematicID, SecureBoot: hardware.Firmware.IsSecured(),
		}

		if shown.On {
			shown.Stage = runtime.MachineStageBooting.String()
		}

		if b := n.current(); b != nil {
			shown.Address, shown.Stage, shown.BootID = b.serving(), b.currentStage().String(), b.id
			shown.Blocked, shown.Services = b.blockedBy(), b.extensionServices()

			if active := b.configuration(); active != nil {
				shown.Hostname = b.hostname()
				shown.MachineType = active.Machine().Type().String()
				shown.ClusterName, shown.ClusterID = clusterName(active), clusterID(active)
				shown.Bootstrapped = s.clusters.Exists(shown.ClusterID)
				shown.Volumes, shown.Mounts = b.inventoryVolumes(), b.inventoryMounts(active)
			}
		}

		inventory.Nodes = append(inventory.Nodes, shown)
	}

	return inventory
}
