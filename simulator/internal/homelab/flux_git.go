package homelab

import (
	"cdktf-proxmox-talos/simulator/internal/githost"
	"cdktf-proxmox-talos/simulator/internal/kubernetes"
)

// fluxGit is the Git host as the Flux of a cluster sees it.
type fluxGit struct{ *githost.Server }

func (g fluxGit) Head(url, branch string, credentials kubernetes.GitCredentials) (string, error) {
	return g.Server.Head(url, branch, githost.Credentials(credentials))
}
