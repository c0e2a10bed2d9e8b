"""What any live thing needs: controls, a picture that follows them, a curve, a quiz."""
