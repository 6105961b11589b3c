// Package providers chooses what a stand-in does by the provider that it stands in for.
package providers

import (
	"fmt"
	"os"

	"cdktf-proxmox-talos/simulator/internal/schema"
	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/flux"
	"cdktf-proxmox-talos/simulator/internal/standin/gitea"
	"cdktf-proxmox-talos/simulator/internal/standin/http"
	"cdktf-proxmox-talos/simulator/internal/standin/local"
	"cdktf-proxmox-talos/simulator/internal/standin/talos"
	"cdktf-proxmox-talos/simulator/internal/standin/tls"
)

// Serve runs the stand-in for the provider of a schema file as a plugin of OpenTofu, until OpenTofu ends it.
func Serve(schemaFile string) error {
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		return err
	}

	provider, err := schema.Read(text)
	if err != nil {
		return fmt.Errorf("%s: %w", schemaFile, err)
	}

	return standin.New(provider, behaviour(provider)).Serve()
}

// behaviour is empty for a provider of which nothing but the schema is modelled.
func behaviour(provider *schema.Provider) standin.Behaviour {
	switch provider.Source {
	case "fluxcd/flux":
		return flux.Behaviour()
	case "go-gitea/gitea":
		return gitea.Behaviour()
	case "hashicorp/http":
		return http.Behaviour()
	case "hashicorp/local":
		return local.Behaviour()
	case "hashicorp/tls":
		return tls.Behaviour()
	case "siderolabs/talos":
		return talos.Behaviour()
	default:
		return standin.Behaviour{}
	}
}
