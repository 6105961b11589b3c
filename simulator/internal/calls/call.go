// Package calls is what all services of the simulated homelab have in common: a journal of every call that was served,
// and faults that are injected into calls.
package calls

import "time"

// Service is a part of the homelab that is called over the network.
type Service string

// The services.
const (
	Proxmox    Service = "proxmox"
	HostSSH    Service = "ssh"
	Factory    Service = "factory"
	Talos      Service = "talos"
	Kubernetes Service = "kubernetes"
	Git        Service = "git"
	Files      Service = "files"
	State      Service = "state"
)

// Call is one request that a service was sent. It holds no secret.
type Call struct {
	// Number counts from 1, in the order in which calls arrive.
	Number  int       `json:"number"`
	Time    time.Time `json:"time"`
	Service Service   `json:"service"`
	// Target is who was called: a Proxmox endpoint, a host, the address of a node, a cluster.
	Target string `json:"target"`
	// Method is that of HTTP, `RPC` for gRPC, `exec` for a command over SSH.
	Method string `json:"method"`
	// Path is that of HTTP without query, the full method of gRPC, or the command.
	Path string `json:"path"`
	// Arguments are what of query, form and message a reader needs, without secrets.
	Arguments map[string]string `json:"arguments,omitempty"`
	// Status is that of HTTP, the code of gRPC, or the exit code of the command; empty when nothing was answered.
	Status string `json:"status"`
	// Fault is the action of the injected fault that the call met.
	Fault Action `json:"fault,omitempty"`
}
