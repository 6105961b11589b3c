package talosnode

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/siderolabs/talos/pkg/machinery/config"

	"cdktf-proxmox-talos/simulator/internal/machine"
	"cdktf-proxmox-talos/simulator/internal/talosnode/storage"
)

// Plug changes the disks and network cards of a machine that is on.
func (s *Server) Plug(id string, disks []machine.Disk, cards []machine.Card) {
	n := s.find(id)
	if n == nil {
		return
	}

	n.mu.Lock()
	n.machine.Disks, n.machine.Cards = n.withContent(disks), s.leases.askedBy(cards)
	n.plugs++
	n.mu.Unlock()

	if b := n.current(); b != nil {
		b.wake()
	}
}

// withContent gives each disk that has come without one the content that was on its interface before. The caller holds
// the lock.
func (n *node) withContent(disks []machine.Disk) []machine.Disk {
	with := make([]machine.Disk, 0, len(disks))

	for _, disk := range disks {
		if disk.Content == nil {
			if n.contents[disk.Interface] == nil {
				n.contents[disk.Interface] = &machine.Content{}
			}

			disk.Content = n.contents[disk.Interface]
		}

		with = append(with, disk)
	}

	return with
}

// plugged counts the changes of disks while the machine was on.
func (n *node) plugged() int {
	n.mu.Lock()
	defer n.mu.Unlock()

	return n.plugs
}

// newDataID is the id of a partition that is made now.
func (n *node) newDataID(label string) string {
	n.mu.Lock()
	defer n.mu.Unlock()

	n.partitions++

	return identifier(n.machine.ID, " partition ", label, n.partitions)
}

// settle has the volumes of the configuration found or made, again when the configuration or the disks have changed.
func (b *boot) settle() {
	active, plugs := b.configuration(), b.node.plugged()

	b.mu.Lock()
	same := b.settledFor == active && b.settledPlugs == plugs
	former := b.storage
	b.mu.Unlock()

	if same {
		return
	}

	settled := storage.Settle(active, storage.Disks(b.node.hardware().Disks), b.node.newDataID, b.node.keyring(), former.Volumes,
		!isBefore(b.node.hardware().Image.Version, 14))
	settled.Volumes = append(settled.Volumes, storage.External(active, b.node.hardware().Shares)...)

	b.mu.Lock()
	b.storage, b.settledFor, b.settledPlugs = settled, active, plugs
	b.mu.Unlock()

	for index, volume := range settled.Volumes {
		if index >= len(former.Volumes) || former.Volumes[index].Phase != volume.Phase || former.Volumes[index].DataID != volume.DataID {
			b.node.logf("volume %s is %s %s%s", volume.ID, volume.Phase, volume.Location, volume.Error)
		}
	}
}

func (b *boot) settled() storage.Settlement {
	b.mu.Lock()
	defer b.mu.Unlock()

	return b.storage
}

func (b *boot) showStorage(active config.Provider) error {
	disks := storage.Disks(b.node.hardware().Disks)

	return errors.Join(
		b.resources.ShowDisks(disks),
		b.resources.ShowVolumes(storage.System(disks, active != nil, b.settled().Volumes)),
	)
}

// InventoryVolume is a volume that a machine has, or should have.
type InventoryVolume struct {
	ID    string `json:"id"`
	Phase string `json:"phase"`
	Error string `json:"error,omitempty"`
	// Disk is the interface of the disk that it is on, such as scsi1.
	Disk   string `json:"disk,omitempty"`
	Serial string `json:"serial,omitempty"`
	// Source is the directory of the host that is mounted; empty where there is none.
	Source string `json:"source,omitempty"`
	// DataID stays the same as long as the data does.
	DataID string `json:"dataId,omitempty"`
	GiB    int64  `json:"gib,omitempty"`
	// Keys are those of an encrypted volume by their slots, such as "0 nodeid".
	Keys []string `json:"keys,omitempty"`
}

// InventoryMount is a path that pods see.
type InventoryMount struct {
	Destination string `json:"destination"`
	// Volume is what the data lies on: EPHEMERAL where the volume that was meant is not there.
	Volume string `json:"volume"`
}

func (b *boot) inventoryVolumes() []InventoryVolume {
	var all []InventoryVolume

	for _, volume := range b.settled().Volumes {
		shown := InventoryVolume{ID: volume.ID, Phase: volume.Phase.String(), Error: volume.Error, DataID: volume.DataID, GiB: volume.Bytes >> 30, Source: volume.Source}
		for _, slot := range slices.Sorted(maps.Keys(volume.Slots)) {
			shown.Keys = append(shown.Keys, fmt.Sprint(slot, " ", volume.Slots[slot].Kind))
		}

		if volume.Disk != nil {
			shown.Disk, shown.Serial = volume.Disk.Interface, volume.Disk.Serial
		}

		all = append(all, shown)
	}

	return all
}

func (b *boot) inventoryMounts(active config.Provider) []InventoryMount {
	var all []InventoryMount

	for _, mount := range active.K8sKubeletConfig().ExtraMounts() {
		all = append(all, InventoryMount{Destination: mount.Destination, Volume: storage.Holder(b.settled().Volumes, mount.Source)})
	}

	return all
}

// keyring is what the machine opens encrypted volumes with.
func (n *node) keyring() storage.Keyring {
	hardware, stored := n.hardware(), n.stored()

	ring := storage.Keyring{
		UUID: hardware.UUID, TPM: hardware.TPM, SignedImage: hardware.Image.SecureBoot, Secured: hardware.Firmware.IsSecured(),
	}

	if stored.state != nil {
		ring.Salt = stored.state.salt
	}

	return ring
}

// openState makes the partition for the configuration, or opens the one that is there.
func (n *node) openState(configuration config.Provider) error {
	present, ring := n.stored().state, n.keyring()

	made := statePartition{salt: identifier(n.hardware().ID, " salt ", n.nextSalt())}
	if present != nil {
		made = *present
	}

	slots, err := storage.OpenState(configuration, ring, present != nil, made.slots)

	n.store(func(disk *disk) {
		switch {
		case err == nil:
			made.slots = slots
			disk.state = &made
		case present == nil:
			// there is nothing that the configuration could be written on
			disk.configuration = nil
		}
	})

	return err
}

// nextSalt counts the partitions for configurations that were made.
func (n *node) nextSalt() int {
	n.mu.Lock()
	defer n.mu.Unlock()

	n.salts++

	return n.salts
}
