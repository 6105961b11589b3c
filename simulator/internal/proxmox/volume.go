package proxmox

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

// imageBytes is the size of the disk that a made-up Talos image describes: that of a real one, whatever its file has.
const imageBytes = 1246 * mebi

// store is a storage of one host, or of all hosts that share it.
type store struct {
	id      string
	kind    string
	content []string
	bytes   int64
	volumes map[string]*volume
	// disabled storages are listed and used for nothing.
	disabled bool
}

// volume is a file or a disk on a storage.
type volume struct {
	store *store
	// name is what follows the storage and the colon in the volume's id.
	name    string
	content string
	format  string
	bytes   int64
	// guest is the virtual machine that a disk belongs to.
	guest int
	// image is what a Talos image file holds, and what a disk was made of.
	image *machine.Image
	// written is what guests have written on a disk.
	written *machine.Content
	// keys are enrolled in the variables of UEFI that a volume holds.
	keys *machine.Keys
	// tpm tells the contents of the TPM that a volume holds from those of all others.
	tpm string
}

// boots is the operating system that a machine finds on the volume: that of an installer, or of the image that it was
// made from.
func (v *volume) boots() *machine.Image {
	if v.written != nil {
		if installed := v.written.System(); installed != nil {
			return installed
		}
	}

	return v.image
}

func (v *volume) id() string { return v.store.id + ":" + v.name }

// path is where the host has the volume.
func (v *volume) path() string {
	directory := "/mnt/pve/" + v.store.id
	if v.store.id == "local" {
		directory = "/var/lib/vz"
	}

	switch {
	case v.store.kind == "zfspool":
		return "/dev/zvol/" + v.store.id + "/" + v.name
	case v.store.kind == "rbd":
		return "/dev/rbd-pve/" + v.store.id + "/" + v.name
	case !storageTypes[v.store.kind].files:
		return "/dev/" + v.store.id + "/" + v.name
	case v.content == "iso":
		return directory + "/template/iso/" + path.Base(v.name)
	case v.content == "vztmpl":
		return directory + "/template/cache/" + path.Base(v.name)
	case v.content == "images":
		return directory + "/images/" + v.name
	default:
		return directory + "/" + v.name
	}
}

// diskBytes is the size of the disk that the volume describes.
func (v *volume) diskBytes() int64 {
	if v.content == "images" {
		return v.bytes
	}

	if v.image != nil {
		return imageBytes
	}

	return (v.bytes + kibi - 1) / kibi * kibi
}

func (s *store) holds(content string) bool { return slices.Contains(s.content, content) }

func (s *store) usedBytes() int64 {
	var used int64
	for _, held := range s.volumes {
		used += held.bytes
	}

	return used
}

func (s *store) add(added *volume) error {
	if s.usedBytes()+added.bytes > s.bytes {
		return fmt.Errorf("no space left on device")
	}

	added.store = s
	s.volumes[added.name] = added

	return nil
}

func (s *store) remove(removed *volume) { delete(s.volumes, removed.name) }

// allocate makes a disk of a virtual machine; purpose is disk or cloudinit.
func (s *store) allocate(guest int, purpose, format string, bytes int64) (*volume, error) {
	files := storageTypes[s.kind].files

	switch {
	case !s.holds("images"):
		return nil, fmt.Errorf("storage '%s' does not support vm images", s.id)
	case format == "":
		format = "raw"
	case format != "raw" && (!files || format != "qcow2"):
		return nil, fmt.Errorf("unsupported format '%s'", format)
	}

	made := &volume{content: "images", format: format, bytes: bytes, guest: guest, written: &machine.Content{}}

	for number := 0; ; number++ {
		made.name = fmt.Sprintf("vm-%d-%s", guest, purpose)
		if purpose == "disk" {
			made.name = fmt.Sprintf("vm-%d-disk-%d", guest, number)
		}

		if files {
			made.name = fmt.Sprintf("%d/%s.%s", guest, made.name, format)
		}

		if s.volumes[made.name] == nil {
			return made, s.add(made)
		}

		if purpose != "disk" {
			return nil, fmt.Errorf("disk image '%s:%s' already exists", s.id, made.name)
		}
	}
}

// findStore returns a storage as a host sees it. The caller holds the lock.
func (s *Server) findStore(host, id string) (*store, error) {
	if found := s.stores[host][id]; found != nil {
		if found.disabled {
			return nil, refuse("storage '%s' is disabled", id)
		}

		return found, nil
	}

	for _, other := range s.stores {
		if other[id] != nil {
			return nil, refuse("storage '%s' is not available on node '%s'", id, host)
		}
	}

	return nil, refuse("storage '%s' does not exist", id)
}

// findVolume returns a volume as a host sees it. The caller holds the lock.
func (s *Server) findVolume(host, id string) (*volume, error) {
	storage, name, isID := strings.Cut(id, ":")
	if !isID || name == "" {
		return nil, refuse("unable to parse volume ID '%s'", id)
	}

	from, err := s.findStore(host, storage)
	if err != nil {
		return nil, err
	}

	found := from.volumes[name]
	if found == nil {
		return nil, refuse("volume '%s' does not exist", id)
	}

	return found, nil
}

// volumesOf are the disks of a virtual machine on the storages of its host.
func (s *Server) volumesOf(found *guest) []*volume {
	var owned []*volume

	for _, storage := range slices.Sorted(maps.Keys(s.stores[found.host])) {
		from := s.stores[found.host][storage]

		for _, name := range naturally(slices.Collect(maps.Keys(from.volumes))) {
			if held := from.volumes[name]; held.content == "images" && held.guest == found.id {
				owned = append(owned, held)
			}
		}
	}

	return owned
}

// needVolume refuses the call unless the caller may use the volume for a guest; 0 is for none.
func (r *request) needVolume(used *volume, forGuest int) error {
	path := "/storage/" + used.store.id

	switch {
	case r.may(path, "Datastore.Allocate"):
		return nil
	case used.content == "images" && used.guest != forGuest:
		if err := r.need(path, "Datastore.Audit"); err != nil {
			return err
		}

		return r.need(fmt.Sprintf("/vms/%d", used.guest), "VM.Config.Disk")
	case used.content == "snippets" || used.content == "backup":
		return r.need(path, "Datastore.Allocate")
	default:
		return r.needOneOf(path, "Datastore.Audit", "Datastore.AllocateSpace")
	}
}
