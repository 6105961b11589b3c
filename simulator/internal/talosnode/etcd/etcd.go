// Package etcd is the membership of the etcd clusters: who belongs to which, and what is allowed without a quorum. What
// is stored in them is not its business.
package etcd

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"sync"
)

// Faults of etcd, in its words.
var (
	ErrUnhealthy        = errors.New("etcdserver: unhealthy cluster")
	ErrNotEnoughStarted = errors.New("etcdserver: re-configuration failed due to not enough started members")
	ErrNoLeader         = errors.New("etcdserver: no leader")
	ErrMemberNotFound   = errors.New("etcdserver: member not found")
)

// Member is a machine in an etcd cluster.
type Member struct {
	ID        uint64     `json:"id"`
	MachineID string     `json:"machineId"`
	Hostname  string     `json:"hostname"`
	Address   netip.Addr `json:"address"`
}

// PeerURL is where the other members reach it.
func (m Member) PeerURL() string { return fmt.Sprintf("https://%s:2380", m.Address) }

// ClientURL is where the API server reaches it.
func (m Member) ClientURL() string { return fmt.Sprintf("https://%s:2379", m.Address) }

// Clusters are all etcd clusters, by the id of the Talos cluster. The methods take started, which says whether the etcd
// of a machine runs.
type Clusters struct {
	mu      sync.Mutex
	members map[string][]Member
	joins   map[string]int
}

// NewClusters returns no cluster.
func NewClusters() *Clusters {
	return &Clusters{members: map[string][]Member{}, joins: map[string]int{}}
}

// Exists says whether the cluster has been bootstrapped.
func (c *Clusters) Exists(cluster string) bool { return len(c.Members(cluster)) > 0 }

// Members returns the members of a cluster, in the order in which they joined.
func (c *Clusters) Members(cluster string) []Member {
	c.mu.Lock()
	defer c.mu.Unlock()

	return slices.Clone(c.members[cluster])
}

// All returns the members of all clusters.
func (c *Clusters) All() map[string][]Member {
	c.mu.Lock()
	defer c.mu.Unlock()

	all := map[string][]Member{}
	for cluster, members := range c.members {
		all[cluster] = slices.Clone(members)
	}

	return all
}

// HasQuorum says whether the cluster answers at all.
func (c *Clusters) HasQuorum(cluster string, started func(machineID string) bool) bool {
	members := c.Members(cluster)

	return len(members) > 0 && 2*count(members, started) > len(members)
}

// Bootstrap starts a cluster of one member; false if it exists.
func (c *Clusters) Bootstrap(cluster string, member Member) bool {
	c.mu.Lock()
	defer c.mu.Unlock()

	if len(c.members[cluster]) > 0 {
		return false
	}

	c.add(cluster, member)

	return true
}

// Join adds a machine whose data directory is empty; a member of the same name goes first, as nothing is left of it.
func (c *Clusters) Join(cluster string, member Member, started func(machineID string) bool) error {
	if !c.HasQuorum(cluster, started) {
		return ErrNoLeader
	}

	if former := slices.IndexFunc(c.Members(cluster), func(other Member) bool { return other.Hostname == member.Hostname }); former >= 0 {
		if err := c.Remove(cluster, c.Members(cluster)[former].ID, started); err != nil {
			return fmt.Errorf("error removing self from the member list: %w", err)
		}
	}

	c.mu.Lock()
	defer c.mu.Unlock()

	c.add(cluster, member)

	return nil
}

// Move gives a member another address or name.
func (c *Clusters) Move(cluster, machineID, hostname string, address netip.Addr) {
	c.mu.Lock()
	defer c.mu.Unlock()

	for position, member := range c.members[cluster] {
		if member.MachineID == machineID {
			c.members[cluster][position].Hostname = hostname
			c.members[cluster][position].Address = address
		}
	}
}

// Leave removes the member that a machine is, unless that would take the quorum.
func (c *Clusters) Leave(cluster, machineID string, started func(machineID string) bool) error {
	for _, member := range c.Members(cluster) {
		if member.MachineID == machineID {
			return c.Remove(cluster, member.ID, started)
		}
	}

	return ErrMemberNotFound
}

// Remove removes a member under the rules of etcd: the others must be enough, and one that runs must be spared.
func (c *Clusters) Remove(cluster string, id uint64, started func(machineID string) bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()

	members := c.members[cluster]

	position := slices.IndexFunc(members, func(member Member) bool { return member.ID == id })
	if position < 0 {
		return ErrMemberNotFound
	}

	if 2*count(members, started) <= len(members) {
		return ErrNoLeader
	}

	rest := slices.Delete(slices.Clone(members), position, position+1)

	if count(rest, started) < len(rest)/2+1 {
		if len(rest) == 0 {
			return ErrNotEnoughStarted
		}

		return ErrUnhealthy
	}

	if active := count(members, started); started(members[position].MachineID) && active-1 < 1+(len(members)-1)/2 {
		return ErrUnhealthy
	}

	c.members[cluster] = rest

	return nil
}

// Forget ends a cluster of which no machine is left that holds its data.
func (c *Clusters) Forget(cluster string) {
	c.mu.Lock()
	defer c.mu.Unlock()

	delete(c.members, cluster)
}

func (c *Clusters) add(cluster string, member Member) {
	c.joins[member.MachineID]++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %d", cluster, member.MachineID, c.joins[member.MachineID]))
	member.ID = binary.BigEndian.Uint64(sum[:8])
	c.members[cluster] = append(c.members[cluster], member)
}

func count(members []Member, started func(string) bool) int {
	running := 0

	for _, member := range members {
		if started(member.MachineID) {
			running++
		}
	}

	return running
}
