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
	ErrPeerURLExists    = errors.New("etcdserver: Peer URLs already exists")
)

// Member is a machine in an etcd cluster.
type Member struct {
	ID        uint64 `json:"id"`
	MachineID string `json:"machineId"`
	Hostname  string `json:"hostname"`
	// Address is the first one that it advertises, Others are the rest.
	Address netip.Addr   `json:"address"`
	Others  []netip.Addr `json:"others,omitempty"`
}

func (m Member) addresses() []netip.Addr { return append([]netip.Addr{m.Address}, m.Others...) }

// PeerURLs are where the other members reach it.
func (m Member) PeerURLs() []string { return m.urls(2380) }

// ClientURLs are where the API server reaches it.
func (m Member) ClientURLs() []string { return m.urls(2379) }

func (m Member) urls(port int) []string {
	var urls []string
	for _, address := range m.addresses() {
		urls = append(urls, fmt.Sprintf("https://%s:%d", address, port))
	}

	return urls
}

// Clusters are all etcd clusters, each under an id of its own: that of the Talos cluster for the first, the same with a
// number for those that were bootstrapped beside it. The methods take started, which says whether the etcd of a machine
// runs.
type Clusters struct {
	mu      sync.Mutex
	members map[string][]Member
	joins   map[string]int
	// founded counts the bootstraps of a Talos cluster that were beside others.
	founded map[string]int
}

// NewClusters returns no cluster.
func NewClusters() *Clusters {
	return &Clusters{members: map[string][]Member{}, joins: map[string]int{}, founded: map[string]int{}}
}

// Exists says whether the Talos cluster has been bootstrapped.
func (c *Clusters) Exists(cluster string) bool { return len(c.Of(cluster)) > 0 }

// Of returns the ids of the etcd clusters of a Talos cluster, the oldest first: more than one is a split brain.
func (c *Clusters) Of(cluster string) []string {
	c.mu.Lock()
	defer c.mu.Unlock()

	var ids []string

	for number := range c.founded[cluster] + 1 {
		if id := numbered(cluster, number); len(c.members[id]) > 0 {
			ids = append(ids, id)
		}
	}

	return ids
}

func numbered(cluster string, number int) string {
	if number == 0 {
		return cluster
	}

	return fmt.Sprintf("%s#%d", cluster, number+1)
}

// Members returns the members of a cluster, in the order in which they joined.
func (c *Clusters) Members(id string) []Member {
	c.mu.Lock()
	defer c.mu.Unlock()

	return slices.Clone(c.members[id])
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
func (c *Clusters) HasQuorum(id string, started func(machineID string) bool) bool {
	members := c.Members(id)

	return len(members) > 0 && 2*count(members, started) > len(members)
}

// Bootstrap starts an etcd cluster of one member and returns its id. One that is there already is not noticed.
func (c *Clusters) Bootstrap(cluster string, member Member) string {
	c.mu.Lock()
	defer c.mu.Unlock()

	id := cluster
	if len(c.members[cluster]) > 0 {
		c.founded[cluster]++
		id = numbered(cluster, c.founded[cluster])
	}

	c.add(id, member)

	return id
}

// Join adds a machine whose data directory is empty; a member of the same name goes first, as nothing is left of it. An
// address that a member has is refused.
func (c *Clusters) Join(id string, member Member, started func(machineID string) bool) error {
	if !c.HasQuorum(id, started) {
		return ErrNoLeader
	}

	if former := slices.IndexFunc(c.Members(id), func(other Member) bool { return other.Hostname == member.Hostname }); former >= 0 {
		if err := c.Remove(id, c.Members(id)[former].ID, started); err != nil {
			return fmt.Errorf("error removing self from the member list: %w", err)
		}
	}

	c.mu.Lock()
	defer c.mu.Unlock()

	if c.isTaken(id, member) {
		return fmt.Errorf("error adding member: %w", ErrPeerURLExists)
	}

	c.add(id, member)

	return nil
}

// Move gives a member other addresses and another name; addresses that another member has are refused.
func (c *Clusters) Move(id string, moved Member) error {
	c.mu.Lock()
	defer c.mu.Unlock()

	if c.isTaken(id, moved) {
		return ErrPeerURLExists
	}

	for position, member := range c.members[id] {
		if member.MachineID == moved.MachineID {
			moved.ID = member.ID
			c.members[id][position] = moved
		}
	}

	return nil
}

// isTaken says whether another member has an address of this one.
func (c *Clusters) isTaken(id string, member Member) bool {
	return slices.ContainsFunc(c.members[id], func(other Member) bool {
		return other.MachineID != member.MachineID && slices.ContainsFunc(other.addresses(), func(address netip.Addr) bool {
			return slices.Contains(member.addresses(), address)
		})
	})
}

// Leave removes the member that a machine is, unless that would take the quorum.
func (c *Clusters) Leave(id, machineID string, started func(machineID string) bool) error {
	for _, member := range c.Members(id) {
		if member.MachineID == machineID {
			return c.Remove(id, member.ID, started)
		}
	}

	return ErrMemberNotFound
}

// Remove removes a member under the rules of etcd: the others must be enough, and one that runs must be spared.
func (c *Clusters) Remove(id string, memberID uint64, started func(machineID string) bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()

	members := c.members[id]

	position := slices.IndexFunc(members, func(member Member) bool { return member.ID == memberID })
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

	c.members[id] = rest

	return nil
}

// Forget ends a cluster of which no machine is left that holds its data.
func (c *Clusters) Forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()

	delete(c.members, id)
}

func (c *Clusters) add(id string, member Member) {
	c.joins[member.MachineID]++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %d", id, member.MachineID, c.joins[member.MachineID]))
	member.ID = binary.BigEndian.Uint64(sum[:8])
	c.members[id] = append(c.members[id], member)
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
