package githost

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"golang.org/x/crypto/ssh"
)

// Credentials are what somebody follows a repository with.
type Credentials struct {
	// Identity is a private key for ssh, in PEM form.
	Identity []byte
	// Username and Password are for http.
	Username string
	Password string
}

// Head returns the commit of a branch to one who may read it. The error is what a clone would fail with.
func (s *Server) Head(address, branch string, with Credentials) (string, error) {
	found, err := s.host.reach(address)
	if err != nil {
		return "", err
	}

	if err := s.host.mayRead(found, address, with); err != nil {
		return "", err
	}

	opened, err := git.PlainOpen(s.host.directoryOf(found))
	if err != nil {
		return "", err
	}

	name := plumbing.NewBranchReferenceName(branch)

	head, err := opened.Reference(name, true)
	if errors.Is(err, plumbing.ErrReferenceNotFound) {
		return "", fmt.Errorf("couldn't find remote ref %q", name.String())
	}

	if err != nil {
		return "", err
	}

	return head.Hash().String(), nil
}

// HasFolder says whether there is a folder in a commit; the root of the repository is called the empty text.
func (s *Server) HasFolder(address, commit, folder string) (bool, error) {
	found, err := s.host.reach(address)
	if err != nil {
		return false, err
	}

	opened, err := git.PlainOpen(s.host.directoryOf(found))
	if err != nil {
		return false, err
	}

	stored, err := opened.CommitObject(plumbing.NewHash(commit))
	if err != nil {
		return false, fmt.Errorf("commit %s: %w", commit, err)
	}

	tree, err := stored.Tree()
	if err != nil || folder == "" {
		return err == nil, err
	}

	_, err = tree.Tree(folder)
	if errors.Is(err, object.ErrDirectoryNotFound) {
		return false, nil
	}

	return err == nil, err
}

// reach finds the repository of an URL on this host.
func (h *host) reach(address string) (*repository, error) {
	parsed, err := url.Parse(address)
	if err != nil {
		return nil, err
	}

	web, err := url.Parse(h.address)
	if err != nil {
		return nil, err
	}

	if served := map[string]string{"http": web.Host, "https": h.tlsListen, "ssh": h.sshListen}[parsed.Scheme]; served == "" || parsed.Host != served {
		return nil, fmt.Errorf("dial tcp %s: connect: connection refused", parsed.Host)
	}

	owner, name, _ := strings.Cut(strings.TrimSuffix(strings.Trim(parsed.Path, "/"), ".git"), "/")

	found := h.find(owner, name)
	if found == nil {
		return nil, errors.New("repository not found")
	}

	return found, nil
}

func (h *host) mayRead(found *repository, address string, with Credentials) error {
	if strings.HasPrefix(address, "http:") || strings.HasPrefix(address, "https:") {
		request, err := http.NewRequest(http.MethodGet, address, http.NoBody)
		if err != nil {
			return err
		}

		request.SetBasicAuth(with.Username, with.Password)

		shown, known := h.tokenOf(request)

		switch {
		case !known:
			return errors.New("authentication required")
		case !found.permission(shown.User).Pull:
			return errors.New("repository not found")
		default:
			return shown.authorize(found, false)
		}
	}

	key, err := ssh.ParsePrivateKey(with.Identity)
	if err != nil {
		return err
	}

	if h.userOf(key.PublicKey()) == "" && !h.keys.knows(key.PublicKey()) {
		return errors.New("ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain")
	}

	return h.authorize(key.PublicKey(), found, false)
}
