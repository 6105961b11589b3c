package machine

import (
	"slices"
	"sync"
)

// Content is what an operating system has written on a disk. It goes with the disk, wherever that is plugged in.
type Content struct {
	mu         sync.Mutex
	partitions []Partition
	// system is what an installer has put there; nil is none, or that of an image that the disk was made from.
	system *Image
}

// Partition is a part of a disk, or all of it.
type Partition struct {
	// Label is the partition's name; empty where the disk is used as a whole.
	Label string
	// ID is new for each partition that is made: the same id is the same data.
	ID    string
	Bytes int64
	// Slots are the keys that open an encrypted partition, by their number; nil is one that is not encrypted.
	Slots map[int]KeySlot
}

// KeySlot is what a key of an encrypted partition was made of.
type KeySlot struct {
	// Kind is nodeid, static, kms or tpm, as Talos calls them.
	Kind string
	// Secret is what has to be there again.
	Secret string
	// Secured is how the firmware was when a TPM sealed the key, and BoundToFirmware whether that has to be so again.
	Secured, BoundToFirmware bool
	// Salt is that of STATE, for a key that is locked to it.
	Salt string
}

// Partitions returns what is on the disk, in its order.
func (c *Content) Partitions() []Partition {
	c.mu.Lock()
	defer c.mu.Unlock()

	return slices.Clone(c.partitions)
}

// Put adds a partition, or gives the one with its id another size.
func (c *Content) Put(partition Partition) {
	c.mu.Lock()
	defer c.mu.Unlock()

	for index, present := range c.partitions {
		if present.ID == partition.ID {
			c.partitions[index] = partition

			return
		}
	}

	c.partitions = append(c.partitions, partition)
}

// Install puts an operating system on the disk.
func (c *Content) Install(image Image) {
	c.mu.Lock()
	defer c.mu.Unlock()

	c.system = &image
}

// System is the operating system that was installed on the disk, if there is one.
func (c *Content) System() *Image {
	c.mu.Lock()
	defer c.mu.Unlock()

	return c.system
}

// Wipe removes the partitions with a label, and all that is on the disk if none is given.
func (c *Content) Wipe(labels ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()

	if len(labels) == 0 {
		c.system = nil
	}

	c.partitions = slices.DeleteFunc(c.partitions, func(partition Partition) bool {
		return len(labels) == 0 || slices.Contains(labels, partition.Label)
	})
}

// Copy is the content of a disk that was copied.
func (c *Content) Copy() *Content { return &Content{partitions: c.Partitions(), system: c.System()} }
